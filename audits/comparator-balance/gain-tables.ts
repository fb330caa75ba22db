import type { EvidenceTable, IntervalFigure, Measure } from '../../src/audit/audit.ts';
import { askedTitle } from '../../src/audit/wording.ts';
import { type Gain, stageLabel } from './gain.ts';
import { type Comparison, decisiveIn } from './parity.ts';

/** Every step of every gain, on the same items. */
export function gainTable(gains: readonly Gain[]): EvidenceTable {
  return {
    title: 'Where the lead over a cold model comes from',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'step', title: 'Step' },
      { key: 'gain', title: 'Gain' },
      { key: 'joins', title: 'Not told apart' },
    ],
    rows: gains.flatMap(({ track, stages, steps, advertised }) => [
      ...steps.map(({ estimate, joins }, index) => ({
        track,
        step: `${stageLabel(stages[index]!)} → ${stageLabel(stages[index + 1]!)}`,
        gain: estimate,
        joins: joins.length > 0 ? joins.map((name) => stageNames[name]).join(', ') : null,
      })),
      {
        track,
        step: `in all: ${stageLabel(stages[0]!)} → ${stageLabel(stages.at(-1)!)}`,
        gain: advertised,
        joins: null,
      },
    ]),
    note: 'The steps of a track are on the same items and add up to its last row. A step over stages that have no answers holds what they would tell apart. Intervals are not adjusted for their number.',
  };
}

const stageNames = {
  cold: 'cold',
  format: 'the format told',
  'few-shot': 'worked examples',
  baseline: 'the same training',
  candidate: 'candidate',
} as const;

/** The steps of every track on one axis. */
export function gainFigures(gains: readonly Gain[]): IntervalFigure[] {
  if (gains.length === 0) return [];
  const several = new Set(gains.map(({ candidate }) => candidate)).size > 1;
  return [
    {
      kind: 'intervals',
      title: 'From a cold model to the candidate, step by step',
      axis: 'Difference of scores',
      rows: gains.flatMap(({ candidate, track, stages, steps, advertised }) => {
        const group = several ? `${askedTitle(track)}, ${candidate}` : askedTitle(track);
        return [
          { label: `All: ${stageLabel(stages[0]!)} to ${candidate}`, group, estimate: advertised },
          ...steps.map(({ estimate }, index) => ({
            label: `to ${stageLabel(stages[index + 1]!)}`,
            group,
            estimate,
          })),
        ];
      }),
      references: [{ label: 'no gain', value: 0 }],
    },
  ];
}

/** Every gain under a name that stays, those that a claim is about first; then what was counted. */
export function measuresOf(
  comparisons: readonly Comparison[],
  gains: readonly Gain[],
): Record<string, Measure> {
  const several = new Set(gains.map(({ candidate }) => candidate)).size > 1;
  const named = gains.flatMap((gain) =>
    gainMeasures(gain).map(([name, measure]): [string, Measure] => [
      `${gain.track}${name}${several ? `:${gain.candidate}` : ''}`,
      measure,
    ]),
  );
  return { ...Object.fromEntries(named), ...comparisonCounts(comparisons) };
}

function gainMeasures({
  candidate,
  track,
  steps,
  advertised,
  notArchitecture,
}: Gain): [string, Measure][] {
  const fair = steps.find(({ name }) => name === 'fair')?.estimate ?? {
    kind: 'unavailable',
    title: `${askedTitle(track)}: from a fine-tuned baseline to ${candidate}`,
    reason: 'no fine-tuned baseline has answers to share',
  };
  return [
    ['Gain:fair', fair],
    ['Gain:advertised', advertised],
    ['Share:notArchitecture', notArchitecture],
    ...steps
      .filter(({ name }) => name !== 'fair')
      .map(({ name, estimate }): [string, Measure] => [`Gain:${name}`, estimate]),
  ];
}

function comparisonCounts(comparisons: readonly Comparison[]): Record<string, Measure> {
  const trained = comparisons.filter(({ trainedOn }) => trainedOn === 'equal');
  const unequal = trained.filter((one) => decisiveIn(one, 'different').length > 0);
  return {
    trainedComparators: {
      kind: 'count',
      title: 'Comparisons with a model of the same training',
      value: trained.length,
      of: comparisons.length,
    },
    unequalComparisons: {
      kind: 'count',
      title: 'Comparisons with a model of the same training that was asked differently',
      value: unequal.length,
      of: trained.length,
    },
  };
}
