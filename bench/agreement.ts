/**
 * How fast agreement of graders and their regression are on a large benchmark.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/agreement.js
 *
 * 100,000 judgments: 5,000 items x 4 candidates x 5 graders, clusters are items. Prints the time
 * of each measure with 10,000 resamples, and its ratio to the plain way: drawing items, gathering
 * their ratings and computing the measure again, timed on 100 resamples and scaled. Then the
 * regression of the grades with the dummies of graders and candidates, a length and two kinship
 * terms, and with 40 terms; its baseline de-means and multiplies row by row of boxed numbers.
 */

import {
  type AgreementMeasure,
  agreementEstimate,
  cohenKappa,
  createRandom,
  fleissKappa,
  groupEffectsRegression,
  gwetAc1,
  krippendorffAlpha,
  mean,
} from '../src/statistics/index.ts';

const [items, candidates, graders] = [5000, 4, 5];
const resamples = 10_000;
const naiveResamples = 100;

const random = createRandom(1);
/** Grades 0 to 10 around an item's and a candidate's own: [units][graders]. */
const ratings = Array.from({ length: items }, () => {
  const item = 3 + 4 * random.nextFloat();
  return Array.from({ length: candidates }, (_, candidate) =>
    Array.from({ length: graders }, () =>
      Math.max(0, Math.min(10, Math.round(item + candidate / 2 + 4 * (random.nextFloat() - 0.5)))),
    ),
  );
}).flat();
const clusterIds = ratings.map((_, unit) => `item-${Math.floor(unit / candidates)}`);

type Rows = readonly (readonly number[])[];

function first(rows: Rows, rater: number): number[] {
  return rows.map((row) => row[rater]!);
}

const direct: Readonly<Record<AgreementMeasure, (rows: Rows) => number | undefined>> = {
  percent: (rows) => mean(rows.map(agreeingShare)),
  cohen: (rows) => cohenKappa(first(rows, 0), first(rows, 1)),
  'cohen-quadratic': (rows) => cohenKappa(first(rows, 0), first(rows, 1), { weights: 'quadratic' }),
  fleiss: (rows) =>
    fleissKappa(
      rows.map((row) => {
        const counts = new Array<number>(11).fill(0);
        for (const rating of row) counts[rating]! += 1;
        return counts;
      }),
    ),
  'krippendorff-nominal': (rows) => krippendorffAlpha(rows, { level: 'nominal' }),
  'krippendorff-interval': (rows) => krippendorffAlpha(rows, { level: 'interval' }),
  gwet: (rows) => gwetAc1(rows),
};

function agreeingShare(row: readonly number[]): number {
  let agreeing = 0;
  for (const [index, one] of row.entries()) {
    for (let other = 0; other < index; other++) agreeing += one === row[other] ? 1 : 0;
  }
  return (2 * agreeing) / (row.length * (row.length - 1));
}

function timeMs(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** The plain way: draw items, gather their units, compute the measure. */
function naive(rows: Rows, measure: AgreementMeasure): void {
  const drawing = createRandom(2);
  const drawn = new Uint32Array(items);
  for (let resample = 0; resample < naiveResamples; resample++) {
    drawing.fillBelow(drawn, items);
    const units = [...drawn].flatMap((item) =>
      rows.slice(item * candidates, (item + 1) * candidates),
    );
    direct[measure](units);
  }
}

for (const measure of Object.keys(direct) as AgreementMeasure[]) {
  const isCohen = measure.startsWith('cohen');
  const rows = isCohen ? ratings.map((row) => row.slice(0, 2)) : ratings;
  const ours = timeMs(() => agreementEstimate(rows, clusterIds, { measure, resamples }));
  const plain = (timeMs(() => naive(rows, measure)) * resamples) / naiveResamples;
  console.log(
    `${measure}: ${(ours / 1000).toFixed(2)} s for ${resamples} resamples, recomputed ${(plain / 1000).toFixed(0)} s (${(plain / ours).toFixed(0)} x)`,
  );
}

/** Rows of the regression: one a judgment, with as many terms of noise as asked for. */
function regressionData(extraTerms: number): Parameters<typeof groupEffectsRegression>[0] {
  const rows = ratings.length * graders;
  const graderOf = (row: number): number => row % graders;
  const candidateOf = (row: number): number => Math.floor(row / graders) % candidates;
  const term = (name: string, of: (row: number) => number) => ({
    name,
    values: Float64Array.from({ length: rows }, (_, row) => of(row)),
  });
  const group = Uint32Array.from({ length: rows }, (_, row) =>
    Math.floor(row / graders / candidates),
  );
  return {
    outcome: Float64Array.from(ratings.flat()),
    group,
    cluster: group,
    terms: [
      ...[1, 2, 3, 4].map((grader) =>
        term(`grader ${grader}`, (row) => Number(graderOf(row) === grader)),
      ),
      ...[1, 2, 3].map((each) =>
        term(`candidate ${each}`, (row) => Number(candidateOf(row) === each)),
      ),
      term('length', () => random.nextFloat()),
      term('self', (row) => Number(graderOf(row) === candidateOf(row))),
      term('family', (row) => Number(graderOf(row) % 2 === candidateOf(row) % 2)),
      ...Array.from({ length: extraTerms }, (_, extra) =>
        term(`noise ${extra}`, () => random.nextFloat()),
      ),
    ],
  };
}

/** The plain way to X'X alone: arrays of rows, de-meaned one group after another. */
function naiveGram({ group, terms }: Parameters<typeof groupEffectsRegression>[0]): number[][] {
  const rows = [...group].map((_, row) => terms.map(({ values }) => values[row]!));
  const members = new Map<number, number[]>();
  for (const [row, each] of group.entries()) members.set(each, [...(members.get(each) ?? []), row]);
  const gram = terms.map(() => terms.map(() => 0));
  for (const own of members.values()) {
    const means = terms.map((_, place) => mean(own.map((row) => rows[row]![place]!)));
    for (const row of own) {
      const within = rows[row]!.map((value, place) => value - means[place]!);
      for (const [one, value] of within.entries()) {
        for (const [other, beside] of within.entries()) gram[one]![other]! += value * beside;
      }
    }
  }
  return gram;
}

for (const extraTerms of [0, 30]) {
  const data = regressionData(extraTerms);
  const times = Array.from({ length: 5 }, () => timeMs(() => groupEffectsRegression(data)));
  const median = times.sort((a, b) => a - b)[2]!;
  const plain = timeMs(() => naiveGram(data));
  console.log(
    `regression, ${data.outcome.length} rows x ${data.terms.length} terms: ${median.toFixed(0)} ms (median of 5), X'X alone the plain way ${plain.toFixed(0)} ms (${(plain / median).toFixed(1)} x)`,
  );
}
