import type { EvidenceTable, Measure } from '../audit/audit.ts';
import { type DiscordanceRange, pairedDetectableDifference } from '../statistics/index.ts';
import type { PublishedFigure } from './ledger.ts';
import { arithmeticOf, itemsAt, type PublishedLead } from './published-lead.ts';
import { count, figureText, leadText, points, share } from './wording.ts';

/** The figures of a published lead: the lead, how far the models can differ, how many answers carry it. */
export function leadMeasures(
  { scores, n, graded, label }: PublishedLead,
  difference: PublishedFigure,
  { lower, upper }: DiscordanceRange,
): Record<string, Measure> {
  const differ = graded
    ? 'Mean squared difference of the item scores'
    : 'Share of items on which one model alone is right';
  const measures: Record<string, Measure> = {
    lead: {
      kind: 'published',
      title: `Lead of ${label}`,
      value: difference.value,
      unit: 'points',
      arithmetic: scores ? arithmeticOf(scores) : leadText(difference.value, difference.rounding),
    },
  };
  if (scores) {
    const sum = `${figureText(scores.model)} + ${figureText(scores.over)}`;
    const bySum = scores.model.value + scores.over.value <= 1;
    measures.leastDiscordance = {
      kind: 'published',
      title: `${differ}, at least`,
      value: lower,
      unit: 'proportion',
      arithmetic: graded ? `(${arithmeticOf(scores)}) squared` : `|${arithmeticOf(scores)}|`,
    };
    measures.mostDiscordance = {
      kind: 'published',
      title: `${differ}, at most`,
      value: upper,
      unit: 'proportion',
      arithmetic: bySum ? sum : `200% − (${sum})`,
    };
  }
  if (n !== undefined && !graded && difference.value > 0) {
    const [items, bound] = typeof n === 'object' ? [n.atMost, ', at most'] : [n, ''];
    const flips = Math.round(items * difference.value);
    measures.flipsToTie = {
      kind: 'count',
      title: `Right answers that carry the lead${bound}`,
      value: flips,
      of: items,
    };
    measures.switchesToTie = {
      kind: 'count',
      title: `Answers whose credit would have to change sides for a tie${bound}`,
      value: Math.ceil(flips / 2),
      of: items,
    };
  }
  return measures;
}

/** From how many items on the lead would show, over every discordance that the figures allow. */
export function requirementTable(
  lead: PublishedLead,
  difference: number,
  range: DiscordanceRange,
): EvidenceTable {
  const { n, graded, label } = lead;
  const items = typeof n === 'object' ? n.atMost : n;
  const between = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].filter(
    (discordance) => discordance > range.lower && discordance < range.upper,
  );
  const columns = [
    {
      key: 'discordance',
      title: graded ? 'Mean squared difference' : 'Items on which one model alone is right',
    },
    { key: 'needed', title: 'Independent items needed' },
    ...(items === undefined
      ? []
      : [{ key: 'detectable', title: `Smallest detectable lead at n = ${count(items)}` }]),
  ];
  return {
    title: `What the lead takes: ${label}`,
    columns,
    rows: [range.lower, ...between, range.upper].map((discordance) => {
      const needed = itemsAt(lead, difference, discordance);
      return {
        discordance: share(discordance),
        needed: Number.isFinite(needed) ? needed : 'no number is enough',
        ...(items !== undefined && { detectable: detectableText(items, discordance, graded) }),
      };
    }),
    note: `With 80% power at two-sided 5% (Connor’s approximation), all items independent; items that share an image or a patient count for less. The first and the last row are the least and the most that the scores allow.`,
  };
}

function detectableText(items: number, discordance: number, graded: boolean): string {
  if (discordance <= 0) return 'any';
  const found = pairedDetectableDifference({ effectiveN: items, discordance });
  const possible = graded ? Number.isFinite(found.difference) : found.detectable;
  return possible ? points(Number(found.difference.toFixed(3))) : 'none';
}
