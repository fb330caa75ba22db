import type { Benchmark, Track } from '../../benchmark/benchmark.ts';
import type { Progress } from '../../progress.ts';
import { defaultScoring, type Metric, metricFor } from '../../scoring/index.ts';
import { deriveSeed } from '../../statistics/index.ts';
import type { BaselineEvidence, ClusterEvidence, TextBaseline, TextEvidence } from '../evidence.ts';
import { answerRow, type BaselineAnswer, wordingOf } from './answer-rows.ts';
import { chanceScores } from './chance.ts';
import { clusterFolds } from './cluster-folds.ts';
import { textMethods } from './methods/index.ts';
import { spread } from './spread.ts';
import type { TextMethod } from './text-method.ts';
import { type LabelledRow, labelledRows, type TextRow, textRow } from './text-row.ts';

const tracks: readonly Track[] = ['closed', 'open'];
/** Folds of the cross-validation on train that chooses the best baseline. */
const selectionFolds = 5;
/** Train rows that take part in choosing at most; the fit for test uses all. */
const selectionLimit = 20_000;
/** Parts in which clusters are left out of test when there is no train: more would take too long. */
const leftOutParts = 20;

/** How baselines are fitted and scored. */
export interface BaselineOptions {
  /** Headline metric by track. */
  readonly scoring: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly progress: Progress;
}

/**
 * Answers every closed and open test item in several ways that never see a medium, each
 * fitted on train only and scored under the track's headline metric.
 *
 * The best way of each track is the one with the best mean score in a cross-validation on
 * train that keeps clusters together; test scores take no part in the choice. A track
 * without train rows is answered leaving out each test item's cluster (clusters dealt into
 * at most 20 parts); there the choice is made on those same scores.
 *
 * @param text Templates of the questions.
 * @param clusters What belongs together in cross-validation.
 * @throws {AuditError} `metric-unknown` for a metric that the track doesn't have.
 */
export function collectBaselines(
  benchmark: Benchmark,
  text: Pick<TextEvidence, 'templateOf'>,
  clusters: Pick<ClusterEvidence, 'clusterOf'>,
  options: BaselineOptions,
): BaselineEvidence {
  const test = benchmark.test.map((item) => textRow(item, text, clusters));
  const train = benchmark.train.map((item) => textRow(item, text, clusters));
  const task = options.progress.start('Answering without the image');
  const baselines: TextBaseline[] = [];
  for (const track of tracks) {
    const asked = test.filter((row) => row.item.track === track);
    if (asked.length === 0) continue;
    const known = labelledRows(train.filter((row) => row.item.track === track));
    const metric = metricFor(track, options.scoring[track] ?? defaultScoring[track]);
    const seed = deriveSeed(options.seed, `baselines ${track}`);
    const learnt = known.length > 0 ? known : labelledRows(asked);
    for (const method of textMethods.filter((one) => one.serves(track, learnt, asked))) {
      baselines.push(evaluate(method, { track, asked, known, metric, seed }));
      task.advance();
    }
  }
  task.done();
  const kept = bestOfEachName(baselines);
  return { baselines: kept, best: bestByTrack(kept), chance: chanceScores(train, test) };
}

/** One track's rows and how they are scored. */
interface TrackRows {
  readonly track: Track;
  readonly asked: readonly TextRow[];
  readonly known: readonly LabelledRow[];
  readonly metric: Metric;
  readonly seed: number;
}

function evaluate(method: TextMethod, rows: TrackRows): TextBaseline {
  const { track, asked, known, metric, seed } = rows;
  const { name, title } = method;
  const answers =
    known.length > 0
      ? fitAndAnswer(method, known, asked, metric)
      : crossAnswer(method, asked, metric, { folds: leftOutParts, seed });
  const selection =
    known.length > 0
      ? crossAnswer(method, spread(known, selectionLimit), metric, { folds: selectionFolds, seed })
      : answers;
  return {
    name,
    title,
    track,
    fittedOn: known.length > 0 ? 'train' : 'leave-one-cluster-out',
    selectionScore: selection.reduce((sum, { score }) => sum + score, 0) / selection.length,
    answers: new Map(asked.map((row, index) => [row.item.key, answers[index]!.answer])),
    scores: new Map(asked.map((row, index) => [row.item.key, answers[index]!.score])),
  };
}

function fitAndAnswer(
  method: TextMethod,
  train: readonly LabelledRow[],
  asked: readonly TextRow[],
  metric: Metric,
): BaselineAnswer[] {
  const model = method.fit(train, metric);
  const wordings = wordingOf(train);
  return asked.map((row) => answerRow(row, model, wordings, metric));
}

/** Answers each row by a model fitted on the rows of the other folds. */
function crossAnswer(
  method: TextMethod,
  rows: readonly TextRow[],
  metric: Metric,
  options: { readonly folds: number; readonly seed: number },
): BaselineAnswer[] {
  const foldOf = clusterFolds(
    rows.map((row) => row.cluster),
    options,
  );
  const answers = new Array<BaselineAnswer>(rows.length);
  for (const fold of new Set(foldOf)) {
    const inside = rows.flatMap((_row, index) => (foldOf[index] === fold ? [index] : []));
    const others = labelledRows(rows.filter((_row, index) => foldOf[index] !== fold));
    const given = fitAndAnswer(
      method,
      others,
      inside.map((index) => rows[index]!),
      metric,
    );
    for (const [place, index] of inside.entries()) answers[index] = given[place]!;
  }
  return answers;
}

/** Of baselines with one name and track the one that did best in selection, the first of equals. */
function bestOfEachName(baselines: readonly TextBaseline[]): TextBaseline[] {
  return baselines.filter(
    (one, index) =>
      !baselines.some(
        (other, place) =>
          other.name === one.name &&
          other.track === one.track &&
          (other.selectionScore > one.selectionScore ||
            (other.selectionScore === one.selectionScore && place < index)),
      ),
  );
}

function bestByTrack(baselines: readonly TextBaseline[]): BaselineEvidence['best'] {
  const best: Partial<Record<Track, TextBaseline>> = {};
  for (const baseline of baselines) {
    const leader = best[baseline.track];
    if (!leader || baseline.selectionScore > leader.selectionScore) best[baseline.track] = baseline;
  }
  return Object.fromEntries(Object.entries(best).map(([track, { name }]) => [track, name]));
}
