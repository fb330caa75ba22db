/**
 * How fast a benchmark is answered without its images, and against natural's classifiers.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/baselines.js examples/medvqa/slake.yaml
 *
 * Prints the time of all baselines with their cross-validation, of one fit and one round of
 * answers by each method on the closed questions, and how long natural's BayesClassifier and
 * LogisticRegressionClassifier take for the same on a small sample, with the scores reached.
 */
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { loadConfig } from '../src/benchmark/config.ts';
import { loadBenchmark } from '../src/benchmark/load-benchmark.ts';
import { answerRow, wordingOf } from '../src/evidence/baselines/answer-rows.ts';
import { collectBaselines } from '../src/evidence/baselines/collect-baselines.ts';
import { textMethods } from '../src/evidence/baselines/methods/index.ts';
import { logisticRegression } from '../src/evidence/baselines/methods/logistic-regression.ts';
import { naiveBayes } from '../src/evidence/baselines/methods/naive-bayes.ts';
import type { TextMethod } from '../src/evidence/baselines/text-method.ts';
import {
  type LabelledRow,
  labelledRows,
  type TextRow,
  textRow,
} from '../src/evidence/baselines/text-row.ts';
import { collectText } from '../src/evidence/text/collect-text.ts';
import { silentProgress } from '../src/progress.ts';
import { defaultScoring, metricFor } from '../src/scoring/index.ts';

/** Train rows that natural is given: its time grows with rows x words, and its regression's much faster. */
const sampleSizes = { bayes: 1000, regression: 400 };

/** natural's text classifiers, as far as they are used here. */
interface NaturalClassifier {
  addDocument(text: string, answer: string): void;
  train(): void;
  classify(text: string): string;
}

interface Timed<Result> {
  readonly seconds: number;
  readonly result: Result;
}

async function timed<Result>(work: () => Result | Promise<Result>): Promise<Timed<Result>> {
  const start = performance.now();
  const result = await work();
  return { seconds: (performance.now() - start) / 1000, result };
}

const metric = metricFor('closed', 'accuracy');

/** Share of test rows that a method answers right after fitting on train. */
function ours(method: TextMethod, train: readonly LabelledRow[], test: readonly TextRow[]): number {
  const model = method.fit(train, metric);
  const wordings = wordingOf(train);
  const scores = test.map((row) => answerRow(row, model, wordings, metric).score);
  return scores.reduce((sum, score) => sum + score, 0) / test.length;
}

/** natural's classifiers, loaded by sub-module: its index would load database clients. */
const require = createRequire(import.meta.url);
const NaturalBayes: new () => NaturalClassifier =
  require('natural/lib/natural/classifiers/bayes_classifier.js');
const NaturalRegression: new () => NaturalClassifier =
  require('natural/lib/natural/classifiers/logistic_regression_classifier.js');

/** The same by one of natural's classifiers. */
function naturals(
  Classifier: new () => NaturalClassifier,
  train: readonly LabelledRow[],
  test: readonly TextRow[],
): number {
  const classifier = new Classifier();
  for (const row of train) classifier.addDocument(row.context, row.target);
  classifier.train();
  return test.filter((row) => classifier.classify(row.context) === row.target).length / test.length;
}

async function compare(
  name: string,
  method: TextMethod,
  Classifier: new () => NaturalClassifier,
  train: readonly LabelledRow[],
  test: readonly TextRow[],
): Promise<void> {
  const own = await timed(() => ours(method, train, test));
  const other = await timed(() => naturals(Classifier, train, test));
  console.log(
    `${name}, ${train.length} train and ${test.length} test rows: ours ${own.seconds.toFixed(3)} s (right ${own.result.toFixed(3)}), natural ${other.seconds.toFixed(3)} s (right ${other.result.toFixed(3)}): ${(other.seconds / own.seconds).toFixed(1)} times as fast`,
  );
}

async function main(configPath: string): Promise<void> {
  const config = await loadConfig(configPath);
  const benchmark = await loadBenchmark(config, {
    progress: silentProgress,
    mediaCacheDir: join(tmpdir(), 'touchstone-bench-media'),
  });
  const text = await collectText(benchmark, { seed: 0, progress: silentProgress });
  const items = [...benchmark.train, ...benchmark.test];
  const clusterOf = new Map(items.map((item) => [item.key, item.media[0]?.path ?? item.key]));
  const all = await timed(() =>
    collectBaselines(
      benchmark,
      text,
      { clusterOf },
      { scoring: defaultScoring, seed: 0, progress: silentProgress },
    ),
  );
  console.log(
    `${benchmark.name}, ${benchmark.train.length} train and ${benchmark.test.length} test items: ${all.result.baselines.length} baselines with cross-validation in ${all.seconds.toFixed(2)} s`,
  );
  const rows = items.map((item) => textRow(item, text, { clusterOf }));
  const closed = rows.filter((row) => row.item.track === 'closed');
  const train = labelledRows(closed.filter((row) => row.item.split === 'train'));
  const test = closed.filter((row) => row.item.split === 'test');
  for (const method of textMethods.filter((one) => one.serves('closed', train, test))) {
    const { seconds, result } = await timed(() => ours(method, train, test));
    console.log(`  ${method.title.padEnd(52)} ${seconds.toFixed(3)} s, right ${result.toFixed(3)}`);
  }
  const { bayes, regression } = sampleSizes;
  await compare('naive Bayes', naiveBayes, NaturalBayes, train.slice(0, bayes), test);
  await compare(
    'logistic regression',
    logisticRegression,
    NaturalRegression,
    train.slice(0, regression),
    test,
  );
}

await main(process.argv[2] ?? 'examples/medvqa/slake.yaml');
