/**
 * How fast 64-bit hashes are searched exhaustively, on one thread.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/hamming-search.js [test] [train]
 *
 * Compares 15,000 x 200,000 random hashes (or the numbers given): upright and under the eight
 * symmetries by the WebAssembly kernel, and upright by plain JavaScript on two 32-bit words.
 * Prints medians of three runs, in seconds and million pairs of hashes a second.
 */

import { argv } from 'node:process';
import { hammingDistance, searchHamming } from '../src/evidence/reuse/hamming-search.ts';
import { createRandom } from '../src/statistics/index.ts';

const testCount = Number(argv[2] ?? 15_000);
const trainCount = Number(argv[3] ?? 200_000);
const radiusBits = 10;
const runs = 3;
/** Plain JavaScript compares this share of the queries; its time is scaled up. */
const plainShare = 0.1;

const random = createRandom(0);
const hashes = (count: number): Uint32Array =>
  Uint32Array.from({ length: 2 * count }, () => random.nextUint32());
const targets = hashes(trainCount);

function plainSearch(queries: Uint32Array): number {
  let found = 0;
  for (let query = 0; query < queries.length; query += 2) {
    for (let target = 0; target < targets.length; target += 2) {
      if (hammingDistance(queries, query, targets, target) <= radiusBits) found++;
    }
  }
  return found;
}

async function kernelSearch(queries: Uint32Array, symmetries: 1 | 8): Promise<number> {
  let found = 0;
  await searchHamming({ queries, hashes: symmetries, targets, radiusBits }, () => {
    found++;
  });
  return found;
}

async function report(name: string, pairs: number, search: () => unknown): Promise<number> {
  const seconds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await search();
    seconds.push((performance.now() - start) / 1000);
  }
  const median = seconds.sort((a, b) => a - b)[runs >> 1]!;
  const rate = pairs / median / 1e6;
  console.log(
    `${name.padEnd(36)}${median.toFixed(1).padStart(7)} s ${rate.toFixed(0).padStart(6)} M pairs/s`,
  );
  return rate;
}

const pairs = testCount * trainCount;
const upright = hashes(testCount);
const turned = hashes(8 * testCount);
const some = upright.subarray(0, 2 * Math.ceil(plainShare * testCount));
const plain = await report('plain JavaScript, a tenth', (some.length / 2) * trainCount, () =>
  plainSearch(some),
);
const kernel = await report('WebAssembly, upright', pairs, () => kernelSearch(upright, 1));
await report('WebAssembly, eight symmetries', 8 * pairs, () => kernelSearch(turned, 8));
console.log(`WebAssembly is ${(kernel / plain).toFixed(1)} x plain JavaScript`);
