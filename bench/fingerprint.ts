/**
 * How fast pictures are fingerprinted, on one core.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/fingerprint.js <folder of images>
 *
 * The pictures are brought to 640 x 480 grey, as JPEG and as PNG, and held in memory. Prints
 * medians over interleaved runs, per second of processor time of all threads: decoding alone
 * (sharp), decoding with all hashes under eight symmetries, the same with the 139 crop windows,
 * and imghash.hash, which decodes by itself and makes one hash. Ratios are to decoding alone and
 * to imghash.hash.
 */

import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { argv, cpuUsage, exit } from 'node:process';
import imghash from 'imghash';
import sharp from 'sharp';
import { loadBlockHasher } from '../src/evidence/reuse/block-hash.ts';
import { decodeImage } from '../src/evidence/reuse/decode-image.ts';
import { fingerprintPicture } from '../src/evidence/reuse/fingerprint-picture.ts';

const pictures = 60;
const runs = 7;

const folder = argv[2];
if (folder === undefined) {
  console.error('Give a folder of images.');
  exit(2);
}
sharp.concurrency(1);
const blockHash = await loadBlockHasher();

type Work = (bytes: Buffer) => Promise<unknown>;

async function fingerprint(bytes: Buffer, windows: boolean): Promise<void> {
  createHash('sha256').update(bytes).digest('hex');
  const image = await decodeImage(bytes);
  createHash('sha256').update(image.pixels).digest('hex');
  fingerprintPicture(image, blockHash, { windows });
}

const works: Readonly<Record<string, Work>> = {
  'decode alone': (bytes) => sharp(bytes).raw().toBuffer(),
  'decode and all hashes': (bytes) => fingerprint(bytes, false),
  'the same with crop windows': (bytes) => fingerprint(bytes, true),
  'imghash.hash': (bytes) => imghash.hash(bytes, 8),
};

async function sample(format: 'jpeg' | 'png'): Promise<Buffer[]> {
  const names = (await readdir(folder!)).filter((name) => /\.(jpe?g|png)$/i.test(name)).sort();
  return Promise.all(
    names.slice(0, pictures).map(async (name) => {
      const grey = sharp(await readFile(join(folder!, name))).greyscale();
      return grey.resize(640, 480, { fit: 'fill' }).toFormat(format).toBuffer();
    }),
  );
}

/** Pictures per second of processor time. */
async function rate(files: readonly Buffer[], work: Work): Promise<number> {
  const before = cpuUsage();
  for (const file of files) await work(file);
  const { user, system } = cpuUsage(before);
  return files.length / ((user + system) / 1e6);
}

for (const format of ['jpeg', 'png'] as const) {
  const files = await sample(format);
  const rates = new Map(Object.keys(works).map((name) => [name, [] as number[]]));
  for (let run = 0; run <= runs; run++) {
    for (const [name, work] of Object.entries(works)) {
      const measured = await rate(files, work);
      if (run > 0) rates.get(name)!.push(measured);
    }
  }
  const median = (name: string): number => rates.get(name)!.sort((a, b) => a - b)[runs >> 1]!;
  console.log(`\n${files.length} grey ${format.toUpperCase()} of 640 x 480`);
  for (const name of Object.keys(works)) {
    const own = median(name);
    const toDecoding = (own / median('decode alone')).toFixed(2);
    const toImghash = (own / median('imghash.hash')).toFixed(1);
    console.log(
      `${name.padEnd(28)}${own.toFixed(0).padStart(6)} images/s/core   ${toDecoding} x decoding   ${toImghash} x imghash`,
    );
  }
}
