/**
 * How fast raw slides are read and encoded: tiles of a pyramid by sharp, their preparation, and a
 * CONCH v1.5 of full size with random weights.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/slide-encode.js [--threads 2]
 *     ... slide-encode.js --rounds 0 --width 100000 --height 80000 [--flat]
 *
 * The weights (612 MB) and the slide are written once, under .cache/. Without rounds the encoder
 * is left out.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { CONCH_V1_5 } from '../src/model/conch/config.ts';
import { openTileEncoder } from '../src/model/conch/open-encoder.ts';
import { synthesizeConch } from '../src/model/conch/synthesize.ts';
import { tilePatches } from '../src/model/conch/tile-processor.ts';
import { TileSession } from '../src/runtime/tile-session.ts';
import { readRegion } from '../src/slide/read-region.ts';
import { openSlide } from '../src/slide/slide-image.ts';
import { cutAt20x, tissueTiles } from '../src/slide/tile-grid.ts';
import { findTissue } from '../src/slide/tissue-mask.ts';

const { values } = parseArgs({
  options: {
    threads: { type: 'string', default: '2' },
    width: { type: 'string', default: '20000' },
    height: { type: 'string', default: '20000' },
    flat: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
  },
});
const threads = Number(values.threads);
const [width, height] = [Number(values.width), Number(values.height)];
const rounds = Number(values.rounds);
const microns = 0.25;
const folder = join('.cache', 'bench-slide-encode');

/** Milliseconds of one call, and what it gave. */
async function timed<Result>(work: () => Promise<Result>): Promise<[number, Result]> {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
}

/** The largest side that sharp writes as JPEG, in tiles too. */
const JPEG_SIDE = 65_535;

/** Noise in the colours of tissue in JPEG tiles; one colour where that is too large. */
async function writeSlide(path: string): Promise<void> {
  const background = '#c878a0';
  const noise = { type: 'gaussian', mean: 0, sigma: 40 } as const;
  const tile = { width: 1024, height: 1024, channels: 3 } as const;
  const grain = await sharp({ create: { ...tile, background, noise } })
    .png()
    .toBuffer();
  const isSmall = Math.max(width, height) <= JPEG_SIDE;
  const plain = sharp({
    create: { width, height, channels: 3, background },
    limitInputPixels: false,
  });
  await (isSmall ? plain.composite([{ input: grain, tile: true, blend: 'screen' }]) : plain)
    .tiff({
      tile: true,
      tileWidth: 256,
      tileHeight: 256,
      pyramid: !values.flat,
      compression: isSmall ? 'jpeg' : 'lzw',
      bigtiff: true,
    })
    .toFile(path);
}

function peakMemory(): string {
  return `${(process.resourceUsage().maxRSS / 1e6).toFixed(2)} GB at most`;
}

mkdirSync(folder, { recursive: true });
const path = join(folder, `slide-${width}-${height}${values.flat ? '-flat' : ''}.tif`);
if (!existsSync(path)) await writeSlide(path);
const slide = await openSlide(path);
const [maskMs, mask] = await timed(() => findTissue(slide, microns));
const cut = cutAt20x(slide, microns);
// The picture is the same all over, so every tile counts.
const all = { ...mask, tissue: new Uint8Array(mask.tissue.length).fill(1) };
const corners = tissueTiles(slide, all, cut.sideLevel0Px, 0.5);
console.log(`${width} x ${height} px: tissue in ${maskMs.toFixed(0)} ms, ${corners.length} tiles`);

const whole = { ...cut, level: slide.levels[0]!, sideLevelPx: cut.sideLevel0Px };
for (const [name, each] of [
  ['from a level of the wanted scale', cut],
  ['from a level twice as fine', whole],
] as const) {
  const read: number[] = [];
  const prepared: number[] = [];
  for (const [x, y] of corners.slice(0, 20)) {
    const [readMs, region] = await timed(() =>
      readRegion(slide, { level: each.level, x, y, sidePx: each.sideLevelPx }),
    );
    read.push(readMs);
    const [preparedMs] = await timed(async () => tilePatches(region, cut.tilePx, 16));
    prepared.push(preparedMs);
  }
  console.log(
    `a tile ${name}: ${median(read).toFixed(0)} ms to read, ${median(prepared).toFixed(0)} ms to prepare`,
  );
}

console.log(`memory: ${peakMemory()}`);
if (rounds > 0) await encoder();

async function encoder(): Promise<void> {
  const weights = join(folder, 'encoder');
  if (!existsSync(weights)) await synthesizeConch(CONCH_V1_5, weights);
  const opened = await openTileEncoder(weights, folder);
  const [loadMs, session] = await timed(() => TileSession.open(opened, threads));
  const region = { level: cut.level, x: 0, y: 0, sidePx: cut.sideLevelPx };
  const tile = tilePatches(await readRegion(slide, region), cut.tilePx, 16);
  await session.encode([tile]);
  // In turns, since the machine may be busy with other work for a while.
  const times = new Map([1, 2, 4].map((batch) => [batch, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [batch, measured] of times) {
      const [ms] = await timed(() => session.encode(Array.from({ length: batch }, () => tile)));
      measured.push(ms / batch);
    }
  }
  for (const [batch, measured] of times) {
    const [best, middle] = [Math.min(...measured), median(measured)].map((ms) => ms / 1000);
    console.log(
      `encoder, ${batch} at once, ${threads} threads: ${middle!.toFixed(2)} s a tile, best ${best!.toFixed(2)} s`,
    );
  }
  console.log(`loaded in ${(loadMs / 1000).toFixed(1)} s, memory: ${peakMemory()}`);
  await session.close();
}
