import type { EvidenceTable, IntervalFigure, Measure } from '../../src/audit/audit.ts';
import { askedTitle } from '../../src/audit/wording.ts';
import { type AskedModel, type AskingFact, askingFacts } from './asked-model.ts';
import { type Gain, stageLabel } from './gain.ts';
import { type Comparison, decisiveFacts, decisiveIn, type Parity } from './parity.ts';
import {
  factNames,
  factTitles,
  joined,
  knownText,
  shareText,
  sideText,
  trainingTitles,
} from './wording.ts';

/** Model by fact: what is seen beside what is declared. Facts that nothing is known of are named below it. */
export function modelTable(models: readonly AskedModel[]): EvidenceTable {
  const isKnown = (fact: AskingFact): boolean =>
    models.some(({ facts }) => knownText(facts[fact]) !== null);
  const shown = askingFacts.filter(isKnown);
  const unknown = askingFacts.filter((fact) => !isKnown(fact));
  const nothing =
    unknown.length > 0
      ? ` Not known of any model: ${joined(unknown.map((fact) => factNames[fact]))}.`
      : '';
  return {
    title: 'How each model was trained and asked',
    columns: [
      { key: 'model', title: 'Model' },
      { key: 'role', title: 'Role' },
      { key: 'trainedOn', title: 'Trained on' },
      ...shown.map((fact) => ({ key: fact, title: factTitles[fact] })),
      { key: 'media', title: 'Saw the media' },
      { key: 'truncated', title: factTitles.truncated },
      { key: 'unanswered', title: factTitles.unanswered },
    ],
    rows: models.map((model) => ({
      model: model.name,
      role: model.role,
      trainedOn: `${trainingTitles[model.trainedOn]} (${model.trainedOnSource === 'declared' ? 'declared' : 'by role'})`,
      ...Object.fromEntries(shown.map((fact) => [fact, knownText(model.facts[fact])])),
      media: model.askedHere ? 'yes (asked here)' : null,
      truncated: shareText(model.truncated),
      unanswered: shareText(model.unanswered),
    })),
    note: `An empty cell is not known. What generation_config.json says holds where whoever asked set nothing else. A recording that does not say which answers were cut shows none.${nothing}`,
  };
}

/** Candidate by comparator: which facts are equal. */
export function parityTable(comparisons: readonly Comparison[]): EvidenceTable {
  return {
    title: 'Asked alike?',
    columns: [
      { key: 'candidate', title: 'Candidate' },
      { key: 'comparator', title: 'Compared with' },
      { key: 'trainedOn', title: 'Training data' },
      ...decisiveFacts.map((fact) => ({ key: fact, title: factTitles[fact] })),
    ],
    rows: comparisons.map((comparison) => ({
      candidate: comparison.candidate.name,
      comparator: comparison.comparator.name,
      trainedOn: comparison.trainedOn,
      ...Object.fromEntries(
        decisiveFacts.map((fact) => [fact, parityCell(comparison, fact, comparison.facts[fact])]),
      ),
    })),
    note: 'Models of other training data are not equals of the candidate, however alike they were asked.',
  };
}

function parityCell(
  { candidate, comparator }: Comparison,
  fact: (typeof decisiveFacts)[number],
  parity: Parity,
): string {
  if (parity !== 'different') return parity;
  return `different: ${sideText(candidate, fact)}; ${sideText(comparator, fact)}`;
}

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
