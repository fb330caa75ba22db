import type { Estimate, EvidenceTable, Measure, Unavailable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { shortP } from '../../src/audit/wording.ts';
import {
  bootstrapRatios,
  deriveSeed,
  pairedDifference,
  pairedMeanDifference,
} from '../../src/statistics/index.ts';
import { commonItems } from './common-items.ts';
import { conditionTitle, scoredConditions } from './conditions.ts';
import { type Question, type Side, whyNotAlike } from './sides.ts';

/** A candidate against its fine-tuned baseline under one condition, on the items both answered. */
export interface Gap {
  readonly candidate: Side;
  readonly baseline: Side;
  readonly condition: string;
  readonly estimate: Estimate | Unavailable;
  /** Two-sided; absent where there is no estimate. */
  readonly pValue?: number;
  /** Conditions without the image: how much of the lead with the image is there too. */
  readonly kept?: Estimate | Unavailable;
  /** Lead with the image minus lead without: the part of the lead that the image carries. */
  readonly carried?: Estimate;
}

/** Candidate minus baseline under every condition that both were asked under, if they are read alike. */
export function gapsOf(sides: readonly Side[], question: Question): Gap[] {
  return sides
    .filter(({ role }) => role === 'candidate')
    .flatMap((candidate) =>
      sides
        .filter(({ role, track }) => role === 'baseline' && track === candidate.track)
        .flatMap((baseline) =>
          scoredConditions.flatMap((condition) => gap(candidate, baseline, condition, question)),
        ),
    );
}

function gap(candidate: Side, baseline: Side, condition: string, question: Question): Gap[] {
  const shared = commonItems([candidate, baseline], [condition], question);
  if (shared === undefined) return [];
  const title = `${candidate.model} minus ${baseline.model}, ${candidate.track} questions (${conditionTitle(condition).toLowerCase()})`;
  const reason = whyNotAlike(candidate, baseline);
  if (reason !== undefined) {
    return [{ candidate, baseline, condition, estimate: { kind: 'unavailable', title, reason } }];
  }
  const [own, other] = shared.values as [number[], number[]];
  const { level } = question.options;
  const label = `blind-controls/gap/${candidate.track}/${candidate.model}/${baseline.model}/${condition}`;
  const settings = { level, seed: deriveSeed(question.seed, label) };
  const difference = pairedDifference(own, other, shared.clusterIds, settings);
  return [
    {
      candidate,
      baseline,
      condition,
      estimate: estimateOf(title, 'points', difference),
      pValue: difference.pValue,
      ...(condition !== 'real' && withImage(candidate, baseline, condition, settings, question)),
    },
  ];
}

/** The lead without the image beside the lead with it, on the items with all four answers. */
function withImage(
  candidate: Side,
  baseline: Side,
  condition: string,
  settings: { readonly level: number; readonly seed: number },
  question: Question,
): Pick<Gap, 'kept' | 'carried'> {
  const shared = commonItems([candidate, baseline], ['real', condition], question);
  if (shared === undefined || new Set(shared.clusterIds).size < 2) return {};
  const [own, ownBlind, other, otherBlind] = shared.values as [
    number[],
    number[],
    number[],
    number[],
  ];
  const lead = own.map((value, item) => value - other[item]!);
  const blindLead = ownBlind.map((value, item) => value - otherBlind[item]!);
  const ones = lead.map(() => 1);
  const carried = {
    numerator: lead.map((value, item) => value - blindLead[item]!),
    denominator: ones,
    signed: true,
  };
  const kept = { numerator: blindLead, denominator: lead, signed: true };
  const isLead = pairedMeanDifference(own, other, shared.clusterIds, settings).interval.lower > 0;
  const estimates = bootstrapRatios(
    isLead ? [carried, kept] : [carried],
    shared.clusterIds,
    settings,
  );
  const whose = `${candidate.model}’s lead over ${baseline.model} (${conditionTitle(condition).toLowerCase()})`;
  const n = lead.length;
  return {
    carried: estimateOf(`What the image carries of ${whose}`, 'points', { ...estimates[0]!, n }),
    kept: estimates[1]
      ? estimateOf(`Share kept of ${whose}`, 'proportion', { ...estimates[1], n })
      : {
          kind: 'unavailable',
          title: `Share kept of ${whose}`,
          reason: 'there is no sure lead with the image',
        },
  };
}

/** The lead over the fine-tuned baseline under every condition. */
export function gapTable(gaps: readonly Gap[]): EvidenceTable {
  const names = gaps.map(({ candidate, baseline }) => `${candidate.model} minus ${baseline.model}`);
  const onlyPair = new Set(names).size === 1;
  return {
    title: `${onlyPair ? names[0] : 'Candidate minus fine-tuned baseline'}, with the image and without`,
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'models', title: 'Models' },
      { key: 'condition', title: 'Condition' },
      { key: 'difference', title: 'Difference' },
      { key: 'pValue', title: 'p' },
      { key: 'kept', title: 'Share of the lead that is there too' },
      { key: 'carried', title: 'What the image carries of it' },
    ],
    rows: gaps.map(({ candidate, condition, estimate, pValue, kept, carried }, index) => ({
      track: candidate.track,
      models: onlyPair ? null : names[index]!,
      condition: conditionTitle(condition),
      difference: estimate,
      pValue: pValue === undefined ? null : shortP(pValue),
      kept: kept?.kind === 'estimate' ? kept : null,
      carried: carried ?? null,
    })),
    note: 'Same items for both models. The share of the lead that is there without the image is given where the lead with it is sure. What the image carries is the lead with the image minus the lead without, on the items with all four answers: only that part can come from reading the image better.',
  };
}

/** The lead with the image, and what of it is there without. */
export function gapMeasures(gaps: readonly Gap[]): Record<string, Measure> {
  return Object.fromEntries(
    gaps.flatMap(({ candidate, baseline, condition, estimate, carried }): [string, Measure][] => {
      const name = `${candidate.track}Lead:${candidate.model}:${baseline.model}:${condition}`;
      return carried
        ? [
            [name, estimate],
            [`${name}:carried`, carried],
          ]
        : [[name, estimate]];
    }),
  );
}
