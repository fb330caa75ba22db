import type { Evidence } from '../../src/evidence/evidence.ts';
import type { NumericalStabilityOptions } from './options.ts';

/** What the audit reads and how it was asked. */
export interface Question {
  readonly evidence: Pick<Evidence, 'benchmark' | 'cards' | 'clusters' | 'scores'>;
  readonly options: NumericalStabilityOptions;
  readonly seed: number;
}

/** Ways to ask again that change the arithmetic alone: an answer that changes is an accident. */
export const arithmeticConditions = ['repeated', 'batched', 'selector-bfloat16'] as const;

export type ArithmeticCondition = (typeof arithmeticConditions)[number];

const titles: Readonly<Record<string, string>> = {
  repeated: 'when asked twice',
  batched: 'in another batch',
  'selector-bfloat16': 'with the selection in bfloat16',
};

/** What people read: "in another batch". */
export function conditionTitle(condition: string): string {
  return titles[condition] ?? condition;
}
