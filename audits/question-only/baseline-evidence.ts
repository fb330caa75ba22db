import type { EvidenceTable, IntervalFigure, Measure } from '../../src/audit/audit.ts';
import type { TextBaseline } from '../../src/evidence/evidence.ts';
import type { Comparison } from './compare-track.ts';

/** Comparisons of one track: of every model with the best baseline, of the deciding model with every baseline. */
export interface TrackResult {
  readonly deciding: Comparison;
  readonly models: readonly Comparison[];
  readonly baselines: readonly Comparison[];
}

/** How every baseline was chosen or not, and what it reaches. */
export function baselineTable(results: readonly TrackResult[]): EvidenceTable {
  return {
    title: 'Ways to answer from text alone',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'baseline', title: 'Baseline' },
      { key: 'chosen', title: 'Chosen' },
      { key: 'selectionScore', title: 'Score on train' },
      { key: 'score', title: 'Test score' },
      { key: 'share', title: 'Share reached' },
      { key: 'remainder', title: 'What remains on all items' },
      { key: 'fittedOn', title: 'Fitted on' },
    ],
    rows: results.flatMap(({ deciding, baselines }) =>
      baselines.map((comparison) => ({
        track: comparison.track,
        baseline: comparison.baseline.title,
        chosen: comparison.baseline.name === deciding.baseline.name ? 'yes' : null,
        selectionScore: Number(comparison.baseline.selectionScore.toFixed(3)),
        score: comparison.baselineScore,
        share: comparison.share,
        remainder: comparison.remainder,
        fittedOn: fittedOnText[comparison.baseline.fittedOn],
      })),
    ),
    note: 'The baseline with the best score on train is chosen: by clustered cross-validation, or without train on the same left-out clusters that it is scored on. Test scores take no part in the choice.',
  };
}

const fittedOnText: Readonly<Record<TextBaseline['fittedOn'], string>> = {
  train: 'train',
  'leave-one-cluster-out': 'test, leaving out the cluster of each item',
};

/** Every model against the best baseline of its track. */
export function modelTable(results: readonly TrackResult[]): EvidenceTable {
  return {
    title: 'What of each score needs no image',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'model', title: 'Model' },
      { key: 'modelScore', title: 'Score' },
      { key: 'baselineScore', title: 'Text alone' },
      { key: 'chance', title: 'Chance' },
      { key: 'share', title: 'Share reached' },
      { key: 'remainder', title: 'What remains on all items' },
      { key: 'verdict', title: 'Verdict' },
    ],
    rows: results.flatMap(({ models }) =>
      models.map((comparison) => ({
        track: comparison.track,
        model: comparison.model ?? 'a perfect score',
        modelScore: comparison.modelScore,
        baselineScore: comparison.baselineScore,
        chance: Number(comparison.chance.toFixed(3)),
        share: comparison.share,
        remainder: comparison.remainder,
        verdict: comparison.verdict,
      })),
    ),
  };
}

/** The baselines of a track on one axis with chance and the models' scores. */
export function baselineFigure({ deciding, models, baselines }: TrackResult): IntervalFigure {
  const scored = models.filter((comparison) => comparison.model !== undefined);
  return {
    kind: 'intervals',
    title: `Text alone on ${deciding.track} questions`,
    axis: 'Score',
    rows: baselines.map((comparison) => ({
      label: comparison.baseline.title,
      estimate: comparison.baselineScore,
    })),
    references: [
      { label: 'chance', value: deciding.chance },
      ...scored.map(({ model, modelScore }) => ({ label: model ?? '', value: modelScore.value })),
    ],
  };
}

/** The deciding quantities of a track under stable names, and each baseline's score. */
export function trackMeasures({
  deciding,
  models,
  baselines,
}: TrackResult): Record<string, Measure> {
  const { track } = deciding;
  const others = models.filter((comparison) => comparison !== deciding);
  return {
    [`${track}Share`]: deciding.share,
    [`${track}Remainder`]: deciding.remainder,
    ...Object.fromEntries(
      others.flatMap(({ model, share, remainder }) => [
        [`${track}Share:${model}`, share],
        [`${track}Remainder:${model}`, remainder],
      ]),
    ),
    ...Object.fromEntries(
      baselines.map(({ baseline, baselineScore }): [string, Measure] => [
        `${track}:${baseline.name}`,
        baselineScore,
      ]),
    ),
  };
}
