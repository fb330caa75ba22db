/**
 * How fast a slide is read and cut down: LongNet of the published size, and the selector at the
 * width of the 8B decoder against the plain greedy method.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/slide.js [--threads 2] [--tiles 5987]
 *
 * The plain method holds the whole coverage matrix and looks at every column in every step.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { openCheckpoint } from '../src/checkpoint/checkpoint.ts';
import { selectCoverage } from '../src/model/breastgpt/coverage-selector.ts';
import { BREASTGPT_8B } from '../src/model/breastgpt/synthesize.ts';
import { breastGptOutlines } from '../src/model/breastgpt/tensor-outlines.ts';
import { writeCheckpoint } from '../src/model/qwen3-vl/synthesize.ts';
import { AffinitySession } from '../src/runtime/encoder/affinity-session.ts';
import { SlideBranch } from '../src/runtime/encoder/slide-branch.ts';
import { createSession } from '../src/runtime/session.ts';
import { createRandom } from '../src/statistics/index.ts';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '2' },
    tiles: { type: 'string', default: '5987' },
  },
});
const threads = Number(values.threads);
const tiles = Number(values.tiles);
const budget = 128;
const rounds = 3;

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** Noisy copies of 200 centres, f32[count, width]. */
function clustered(count: number, width: number): Float32Array {
  const random = createRandom(1);
  const noise = () => random.nextFloat() + random.nextFloat() - 1;
  const centres = Array.from({ length: 200 }, () => Float32Array.from({ length: width }, noise));
  const features = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    const centre = centres[random.nextBelow(centres.length)]!;
    for (let i = 0; i < width; i++) features[row * width + i] = centre[i]! + 0.7 * noise();
  }
  return features;
}

async function longNet(): Promise<void> {
  const config = BREASTGPT_8B.slide;
  const folder = join('.cache', 'bench-slide');
  if (!existsSync(join(folder, 'config.json'))) {
    const outlines = breastGptOutlines(BREASTGPT_8B);
    const weights = outlines.filter(({ name }) => name.startsWith('slide.'));
    await writeCheckpoint(weights, { 'config.json': '{}' }, folder);
  }
  const branch = await SlideBranch.open(config, await openCheckpoint(folder), (graph) =>
    createSession(graph, { weightsFolder: folder, threads }),
  );
  const slide = { features: clustered(tiles, config.featureDim), tiles, contentHash: '' };
  const readAll = async (): Promise<void> => {
    for await (const level of branch.levels(slide)) if (level.length === 0) return;
  };
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await seconds(readAll));
  await branch.close();
  console.log(`LongNet, ${tiles} tiles: ${times.map((time) => time.toFixed(2)).join(', ')} s`);
}

async function plainGreedy(session: AffinitySession, features: Float32Array): Promise<Int32Array> {
  const matrix = session.matrix(features);
  const columns: Float32Array[] = [];
  for (let start = 0; start < tiles; start += 512) {
    const length = Math.min(512, tiles - start);
    columns.push(...(await matrix.rows(Array.from({ length }, (_, i) => start + i))));
  }
  const scales = columns.map((row) => {
    let sum = 0;
    for (let i = 0; i < tiles; i++) sum += row[i]!;
    return 1 / sum;
  });
  const best = new Float64Array(tiles);
  const picked = new Set<number>();
  while (picked.size < budget) {
    let pick = -1;
    let most = -1;
    for (let column = 0; column < tiles; column++) {
      if (picked.has(column)) continue;
      let gain = 0;
      const row = columns[column]!;
      for (let i = 0; i < tiles; i++) gain += Math.max(0, row[i]! * scales[i]! - best[i]!);
      if (gain > most) [pick, most] = [column, gain];
    }
    picked.add(pick);
    for (let i = 0; i < tiles; i++) best[i] = Math.max(best[i]!, columns[pick]![i]! * scales[i]!);
  }
  return Int32Array.from(picked);
}

async function selector(): Promise<void> {
  const width = BREASTGPT_8B.qwen.text.hiddenSize;
  const features = clustered(tiles, width);
  const session = await AffinitySession.open(width, 'float32', threads);
  let ours = new Int32Array();
  let plain = new Int32Array();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(
      await seconds(async () => {
        ours = Int32Array.from(await selectCoverage(session.matrix(features), budget));
      }),
    );
  }
  const plainTime = await seconds(async () => {
    plain = Int32Array.from(await plainGreedy(session, features));
  });
  await session.close();
  const median = times.sort((a, b) => a - b)[1]!;
  const same = ours.every((pick, i) => pick === plain[i]);
  console.log(
    `Selector, ${tiles} x ${width}: ${median.toFixed(2)} s, plain greedy ${plainTime.toFixed(2)} s, ${(plainTime / median).toFixed(1)} times as fast, picks ${same ? 'the same' : 'DIFFER'}`,
  );
}

await longNet();
await selector();
const peakGigabytes = (process.resourceUsage().maxRSS * 1024) / 1e9;
console.log(`Peak memory of all this: ${peakGigabytes.toFixed(1)} GB`);
console.log('torch on another 2-core machine, 5,987 tiles: LongNet 2.96 s, plain greedy 5.1 s');
