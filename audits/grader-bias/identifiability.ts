import type { EvidenceTable } from '../../src/audit/audit.ts';
import { counted, points } from '../../src/audit/wording.ts';
import { normalQuantile } from '../../src/statistics/index.ts';
import { whyNothingVaries as whyKindNeverVaries } from './duplicates.ts';
import type { Favour, SpreadFits } from './favour.ts';
import { countedRows, type Question } from './question.ts';

/** Whether the judgments can tell a favour for kin from leniency, quality and difficulty. */
export type Identification =
  | { readonly status: 'identified' }
  /** No grader is kin to a candidate: there is nobody to favour. */
  | { readonly status: 'no-kin'; readonly reason: string }
  | { readonly status: 'not-identifiable'; readonly reason: string; readonly remedy: string };

/** Says what stands in the way, the plainest obstacle first. */
export function identify(question: Question, main: readonly Favour[]): Identification {
  if (main.length > 0) return { status: 'identified' };
  const { judgments, graders, relations, options } = question;
  const judging = judgingFamilies(question);
  const judged = [...new Set(relations.candidateFamilies)];
  const known = judging.filter((family) => family !== undefined);
  const related = graders.flatMap((grader) => relations.of[grader]!);
  if (judgments.candidates.length > 0 && related.every((relation) => relation === 'unknown')) {
    return obstacle(
      `the ${relations.by} of ${known.length === 0 ? 'no grader' : 'no candidate'} is known`,
      'name them under "kin" in the config',
    );
  }
  if (!related.some((relation) => relation === 'self' || relation === 'kin')) {
    return { status: 'no-kin', reason: `no grader is of a candidate’s ${relations.by}` };
  }
  if (judging.length === 1) {
    return obstacle(
      `all graders are of one ${relations.by} (${judging[0]}), so that a favour can’t be told from the answers’ quality`,
      `have a grader of another ${relations.by} judge the same answers`,
    );
  }
  if (judged.length === 1) {
    return obstacle(
      `all candidates are of one ${relations.by} (${judged[0]}), so that a favour can’t be told from the graders’ leniency`,
      `have the same graders judge answers of a model of another ${relations.by} to the same items`,
    );
  }
  const constant = whyNothingVaries(question);
  if (constant !== undefined) {
    return obstacle(constant, 'grade with a finer rubric, or answers that differ');
  }
  const items = new Set([...judgments.scores.item, ...judgments.pairs.item]).size;
  if (items < options.minItems) {
    return obstacle(
      `${counted(items, 'item')} were judged, ${options.minItems} are needed`,
      'have more items judged',
    );
  }
  return obstacle(
    'too few answers were judged both by a grader that is kin to their model and by one that is not, or the judgments hold no noise to make an interval of',
    'have graders of two families judge the same answers of two families',
  );
}

function obstacle(reason: string, remedy: string): Identification {
  return { status: 'not-identifiable', reason, remedy };
}

/** Families of the graders that count, unknown ones as one. */
function judgingFamilies({ graders, relations }: Question): (string | undefined)[] {
  return [...new Set(graders.map((grader) => relations.graderFamilies[grader]))];
}

/** Why the judgments can show nothing, where all of a kind are equal. */
function whyNothingVaries({ judgments, graders }: Question): string | undefined {
  const reasons = (['scores', 'pairs'] as const)
    .filter((kind) => judgments[kind].length > 0)
    .map((kind) => whyKindNeverVaries(kind, judgments, countedRows(judgments[kind], graders)));
  return reasons.every((reason) => reason !== undefined) ? reasons.join(', ') : undefined;
}

/** How many items would settle a favour of some size. */
export interface Precision {
  readonly design: 'scores' | 'pairs';
  /** Half the width of the interval, as a share of the scale or of the pairs. */
  readonly halfWidth: number;
  readonly items: number;
  readonly basis: string;
}

/**
 * Items needed for an interval of some half width: from the interval at hand where there is one; else
 * for one grader and one candidate of each of two families, where the favour's variance is that of a
 * single judgment over the number of items.
 */
export function precisions(
  question: Question,
  main: readonly Favour[],
  fits: SpreadFits,
): Precision[] {
  const { options, judgments } = question;
  const critical = normalQuantile(1 - (1 - options.level) / 2);
  return (['scores', 'pairs'] as const).flatMap((design) => {
    const limit = design === 'scores' ? options.maxFavour : options.maxPreference;
    const widths = [limit / 2, limit, 2 * limit];
    const [known] = main.filter((one) => one.design === design);
    const spread = fits[design]?.residualDeviation;
    if (judgments[design].length === 0) return [];
    if (known !== undefined) return widths.map((width) => fromInterval(known, width));
    if (spread === undefined || spread === 0) return [];
    return widths.map((halfWidth) => ({
      design,
      halfWidth,
      items: Math.ceil(((critical * spread) / halfWidth) ** 2),
      basis: `one grader and one candidate of each of two families, by the spread of the judgments at hand (${points(spread).replace('+', '')})`,
    }));
  });
}

function fromInterval({ design, estimate }: Favour, halfWidth: number): Precision {
  const half = (estimate.interval.upper - estimate.interval.lower) / 2;
  return {
    design,
    halfWidth,
    items: Math.ceil(estimate.n * (half / halfWidth) ** 2),
    basis: 'the same graders and candidates, by the interval at hand',
  };
}

/** What further grading would show. */
export function precisionTable(found: readonly Precision[]): EvidenceTable {
  return {
    title: 'How many items would settle it',
    columns: [
      { key: 'design', title: 'Judgments' },
      { key: 'halfWidth', title: 'Interval of ±' },
      { key: 'items', title: 'Items, about' },
      { key: 'basis', title: 'For' },
    ],
    rows: found.map(({ design, halfWidth, items, basis }) => ({
      design,
      halfWidth: points(halfWidth).replace('+', ''),
      items,
      basis,
    })),
  };
}
