import type { ElementType } from '../value.ts';

/** What an execution provider says one of its kernels takes. */
export interface Kernel {
  readonly operator: string;
  /** '' is the standard operator set. */
  readonly domain: string;
  /** Operator versions it is registered for. */
  readonly from: number;
  /** undefined: registered without an end, which means for version `from` alone. */
  readonly to?: number;
  /** A type variable or a type for each parameter; the last may repeat. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** The element types of each variable, those that no graph here uses left out. */
  readonly types: Readonly<Record<string, readonly ElementType[]>>;
}
