import type { Estimate, EvidenceTable, IntervalFigure } from '../audit/audit.ts';
import type { ClaimStatus } from './checked-claims.ts';
import { listed, pointBounds, shareBounds } from './wording.ts';

/** Bounds between which the true value lies. */
export interface Bounds {
  readonly lower: number;
  readonly upper: number;
}

/** The same figure under one other reasonable choice. */
export interface Variation {
  /** "without items whose image is in train". */
  readonly name: string;
  readonly bounds: Bounds;
  /** Where it was measured as such, not only bounded. */
  readonly estimate?: Estimate;
  /** The audit that it comes from. */
  readonly audit?: string;
}

/** What becomes of a claim under every variation. */
export interface Tried {
  readonly status: ClaimStatus;
  /** " It is undone without items whose image is in train, and …"; empty where nothing undoes it. */
  readonly undone: string;
  readonly tables: readonly EvidenceTable[];
  readonly figures: readonly IntervalFigure[];
  readonly audits: readonly string[];
}

/**
 * Tries a claim under other reasonable choices: one that holds and is undone by any of them is
 * fragile.
 *
 * @param base what was measured.
 * @param statusAt the status that bounds would give the claim.
 */
export function tryVariations(
  base: Estimate,
  variations: readonly Variation[],
  statusAt: (bounds: Bounds) => ClaimStatus,
): Tried {
  const status = statusAt(base.interval);
  const undone = variations.filter(({ bounds }) => statusAt(bounds) !== 'supported');
  const isFragile = status === 'supported' && undone.length > 0;
  return {
    status: isFragile ? 'fragile' : status,
    undone: isFragile ? ` It is undone ${listed(undone.map(({ name }) => name))}.` : '',
    tables: variations.length > 0 ? [variationTable(base, variations, statusAt)] : [],
    figures: variationFigures(base, variations),
    audits: [...new Set(variations.flatMap(({ audit }) => audit ?? []))],
  };
}

function variationTable(
  base: Estimate,
  variations: readonly Variation[],
  statusAt: (bounds: Bounds) => ClaimStatus,
): EvidenceTable {
  const isLead = base.unit === 'points';
  return {
    title: 'The same under other choices',
    columns: [
      { key: 'choice', title: 'Choice' },
      { key: 'figure', title: isLead ? 'Lead' : 'Score' },
      { key: 'status', title: 'The claim is then' },
    ],
    rows: [
      { choice: 'as measured', figure: base, status: statusAt(base.interval) },
      ...variations.map(({ name, bounds, estimate }) => ({
        choice: name,
        figure: estimate ?? (isLead ? `${pointBounds(bounds)} points` : shareBounds(bounds)),
        status: statusAt(bounds),
      })),
    ],
    note: 'Bounds without a value were not measured as such: they are the measured interval, moved by as much as the choice can move the value.',
  };
}

function variationFigures(base: Estimate, variations: readonly Variation[]): IntervalFigure[] {
  const measured = variations.flatMap(({ name, estimate }) =>
    estimate ? [{ label: name, estimate }] : [],
  );
  if (measured.length === 0) return [];
  const isLead = base.unit === 'points';
  return [
    {
      kind: 'intervals',
      title: 'The same under other choices',
      axis: isLead ? 'difference of scores' : 'score',
      rows: [{ label: 'as measured', estimate: base }, ...measured],
      references: isLead ? [{ label: 'no difference', value: 0 }] : [],
    },
  ];
}
