import type { ColumnTest, Excess } from './composition.ts';
import type { Position, Unplaced } from './positions.ts';
import type { Selection } from './selection.ts';

/** All that was found of a selection. */
export interface SelectionEvidence {
  readonly testItems: number;
  /** Absent where only counts of the parent are published. */
  readonly selection?: Selection;
  readonly columns: readonly ColumnTest[];
  readonly excess: readonly Excess[];
  readonly positions: readonly Position[];
  readonly unplaced: readonly Unplaced[];
  /** Whether `--limit` left test items out. */
  readonly isLimited: boolean;
}
