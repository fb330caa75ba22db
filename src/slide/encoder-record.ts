import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { FeatureMark } from './feature-file.ts';

/** That an encoder, in one build and one version of ONNX Runtime, was compared with published features. */
export interface EncoderRecord extends FeatureMark {
  readonly slide: string;
  readonly tiles: number;
  readonly smallestCosine: number;
  readonly largestRelativeError: number;
  readonly largestError: number;
  readonly unexplained: number;
  readonly passed: boolean;
}

const document: z.ZodType<EncoderRecord> = z.object({
  encoder: z.string(),
  fingerprint: z.string(),
  build: z.string(),
  onnxRuntime: z.string(),
  slide: z.string(),
  tiles: z.number(),
  smallestCosine: z.number(),
  largestRelativeError: z.number(),
  largestError: z.number(),
  unexplained: z.number(),
  passed: z.boolean(),
});

/** Keeps how the last comparison came out. */
export async function keepEncoderRecord(
  record: EncoderRecord,
  cacheFolder: string,
): Promise<string> {
  const path = recordPath(record, cacheFolder);
  await mkdir(join(cacheFolder, 'tile-encoders'), { recursive: true });
  await writeFile(path, `${JSON.stringify(record, null, 2)}\n`);
  return path;
}

/** Whether features with this mark are of an encoder whose last comparison passed. */
export async function encoderStatus(
  mark: FeatureMark,
  cacheFolder: string,
): Promise<'unverified' | 'verified'> {
  const record = await readFile(recordPath(mark, cacheFolder), 'utf8').then(
    (text) => document.safeParse(JSON.parse(text)).data,
    () => undefined,
  );
  return record?.passed === true && isSame(record, mark) ? 'verified' : 'unverified';
}

function isSame(record: FeatureMark, mark: FeatureMark): boolean {
  return (['encoder', 'fingerprint', 'build', 'onnxRuntime'] as const).every(
    (key) => record[key] === mark[key],
  );
}

function recordPath(mark: FeatureMark, cacheFolder: string): string {
  // The mark may come from a file: nothing in it may lead out of the folder.
  const name = [mark.encoder, mark.fingerprint, mark.build, mark.onnxRuntime]
    .join('-')
    .replace(/[^\w.-]/g, '_');
  return join(cacheFolder, 'tile-encoders', `${name}.json`);
}
