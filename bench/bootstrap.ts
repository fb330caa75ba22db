/**
 * How fast the bootstrap is, beside scipy's on the same machine.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/bootstrap.js
 *
 * Prints medians of interleaved runs and their ratios: 9,999 resamples of the mean of
 * n single items. scipy.stats.bootstrap runs with its defaults (vectorized) and the
 * batch that keeps its index array near 80 MB; the comparison is left out where python3
 * has no scipy.
 */

import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import { bootstrapMean, createRandom } from '../src/statistics/index.ts';

const resamples = 9999;

/** Answers each line `n` with the seconds that one bootstrap of n values took. */
const scipyServer = `
import sys, time, numpy as np
from scipy import stats
rng = np.random.default_rng(1)
for line in sys.stdin:
    n = int(line)
    x = rng.random(n)
    batch = max(1, 10_000_000 // n)
    start = time.perf_counter()
    stats.bootstrap((x,), np.mean, n_resamples=${resamples}, method='percentile', batch=batch, rng=rng)
    print(time.perf_counter() - start, flush=True)
`;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

function items(n: number): { values: number[]; ids: string[] } {
  const random = createRandom(1);
  return {
    values: Array.from({ length: n }, () => random.nextFloat()),
    ids: Array.from({ length: n }, (_, item) => `item-${item}`),
  };
}

function timeMs(
  method: 'percentile' | 'bca',
  data: ReturnType<typeof items>,
  seed: number,
): number {
  const start = performance.now();
  bootstrapMean(data.values, data.ids, { method, resamples, seed });
  return performance.now() - start;
}

const hasScipy = spawnSync('python3', ['-c', 'import scipy']).status === 0;
if (!hasScipy) console.log('scipy: not installed, comparison left out');
const scipy = hasScipy
  ? spawn('python3', ['-c', scipyServer], { stdio: ['pipe', 'pipe', 'inherit'] })
  : undefined;
const answers = scipy && createInterface({ input: scipy.stdout })[Symbol.asyncIterator]();

async function scipyMs(n: number): Promise<number> {
  scipy!.stdin.write(`${n}\n`);
  return 1000 * Number((await answers!.next()).value);
}

async function measure(n: number, runs: number): Promise<void> {
  const data = items(n);
  const times = { percentile: [] as number[], bca: [] as number[], scipy: [] as number[] };
  for (let run = -1; run < runs; run++) {
    const percentile = timeMs('percentile', data, run + 1);
    const bca = timeMs('bca', data, run + 1);
    const reference = scipy ? await scipyMs(n) : Number.NaN;
    // The first round warms up.
    if (run < 0) continue;
    times.percentile.push(percentile);
    times.bca.push(bca);
    times.scipy.push(reference);
  }
  const [percentile, bca, reference] = [times.percentile, times.bca, times.scipy].map(median);
  const figures = [
    `n = ${n}, B = ${resamples}, median of ${runs}:`,
    `percentile ${percentile!.toFixed(1)} ms`,
    `BCa ${bca!.toFixed(1)} ms (${(bca! / percentile!).toFixed(2)} x percentile)`,
  ];
  if (scipy) {
    figures.push(
      `scipy percentile ${reference!.toFixed(1)} ms (${(reference! / percentile!).toFixed(2)} x ours)`,
    );
  }
  console.log(figures.join('  '));
}

await measure(113, 31);
await measure(1_000, 11);
await measure(10_000, 5);
scipy?.stdin.end();
