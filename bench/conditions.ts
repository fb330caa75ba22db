/**
 * How long it takes to work out what every item is shown under every condition.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/conditions.js [items, default 12182]
 *
 * Items are made up by a seed: a third with options in the text, 40 templates, 6 modalities, four
 * items a patient on average. Prints medians over interleaved runs for each condition, made ready
 * for the whole benchmark and asked for every item, against a naive shuffle: one random permutation of
 * all media, which keeps neither patients nor modalities nor templates apart. The last line is one
 * group in which a single patient has nearly half of the items, the hardest to keep apart, at two
 * sizes: four times the items should take about four times as long.
 */

import { performance } from 'node:perf_hooks';
import type { Item } from '../src/benchmark/benchmark.ts';
import type { ConditionContext } from '../src/conditions/condition.ts';
import { conditions } from '../src/conditions/index.ts';
import { createRandom } from '../src/statistics/index.ts';

const runs = 7;
const count = Number(process.argv[2] ?? 12_182);
const modalities = ['mammography', 'ultrasound', 'MRI', 'CT', 'pathology', 'photograph'];

function madeUp(size: number, patientOf: (index: number) => string): readonly Item[] {
  const random = createRandom(1);
  return Array.from({ length: size }, (_, index): Item => {
    const hasOptions = index % 3 === 0;
    const question = `Is finding ${random.nextBelow(50)} seen in region ${random.nextBelow(9)}?`;
    const options = ['Yes', 'No', 'Not sure'].map((text, i) => ({ label: 'ABC'[i]!, text }));
    return {
      key: `test/${index}`,
      id: `${index}`,
      split: 'test',
      source: { file: 'test.jsonl', line: index + 1 },
      contentHash: '',
      track: 'closed',
      prompt: hasOptions ? `${question} A. Yes B. No C. Not sure` : question,
      options: hasOptions ? options : [],
      answer: hasOptions ? 'ABC'[random.nextBelow(3)]! : ['yes', 'no'][random.nextBelow(2)]!,
      boxes: [],
      media: [{ path: `${patientOf(index)}/${index % 3}.png`, kind: 'image', file: '/m' }],
      task: `task ${index % 5}`,
      modality: modalities[random.nextBelow(modalities.length)]!,
      patient: patientOf(index),
      attributes: {},
    };
  });
}

function contextOf(items: readonly Item[], templates: number): ConditionContext {
  const templateOf = new Map(items.map(({ key }, index) => [key, `T${index % templates}`]));
  return { seed: 1, items, templateOf };
}

/** One permutation of all media; says nothing about whose they are. */
function naiveShuffle(items: readonly Item[]): ReadonlyMap<string, Item> {
  const random = createRandom(1);
  const donors = [...items];
  for (let left = donors.length; left > 1; left--) {
    const drawn = random.nextBelow(left);
    [donors[left - 1], donors[drawn]] = [donors[drawn]!, donors[left - 1]!];
  }
  return new Map(items.map(({ key }, index) => [key, donors[index]!]));
}

function medianMs(work: () => void, measured: number[]): number {
  const start = performance.now();
  work();
  measured.push(performance.now() - start);
  return measured.toSorted((a, b) => a - b)[Math.floor(measured.length / 2)]!;
}

const items = madeUp(count, (index) => `p${Math.floor(index / 4)}`);
const context = contextOf(items, 40);
const ways = [
  { name: 'naive shuffle', work: () => void naiveShuffle(items), times: [] as number[] },
  ...conditions.map((condition) => ({
    name: condition.id as string,
    work: () => {
      const stimuliOf = condition.prepare(context);
      for (const item of items) stimuliOf(item);
    },
    times: [] as number[],
  })),
];
const medians = new Map<string, number>();
for (let run = 0; run < runs; run++) {
  for (const { name, work, times } of ways) medians.set(name, medianMs(work, times));
}
const naive = medians.get('naive shuffle')!;
for (const [name, ms] of medians)
  console.log(
    `${name.padEnd(16)} ${ms.toFixed(1)} ms, ${(ms / naive).toFixed(1)} x the naive shuffle`,
  );
const all = [...medians.values()].reduce((sum, ms) => sum + ms, -naive);
console.log(`all conditions   ${all.toFixed(0)} ms for ${count} items`);

const shuffled = conditions.find(({ id }) => id === 'shuffled')!;
const [small, large] = [10_000, 40_000].map((size) => {
  const group = madeUp(size, (index) => (index % 20 < 9 ? 'one' : `p${index}`)).map((item) => ({
    ...item,
    task: 'task',
    modality: 'CT',
  }));
  const times: number[] = [];
  let median = 0;
  for (let run = 0; run < runs; run++)
    median = medianMs(() => void shuffled.prepare(contextOf(group, 1)), times);
  return median;
}) as [number, number];
console.log(
  `one group, one patient with 45%: ${small.toFixed(0)} ms for 10000, ${large.toFixed(0)} ms for 40000 items (${(large / small).toFixed(1)} x)`,
);
