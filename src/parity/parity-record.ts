import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Architecture } from '../model/architecture.ts';
import { type Device, isQuantised, PRECISIONS, type Precision } from '../model/model.ts';
import { defaultCacheFolder } from '../runtime/cache-folder.ts';
import { runtimeFacts } from '../runtime/session.ts';
import { buildHash } from './build-hash.ts';
import { type CheckArchitectureOptions, checkArchitecture } from './check-architecture.ts';
import type { ParityStage } from './stage.ts';

/** That this build was compared with the reference, and how it came out. */
export interface ParityRecord {
  readonly architecture: string;
  readonly device: Device;
  readonly precision: Precision;
  /** Hash of the code that decides what a model computes. */
  readonly build: string;
  readonly onnxRuntime: string;
  /** The software the reference vectors were made with. */
  readonly origin: string;
  readonly stages: readonly StoredStage[];
  readonly passed: boolean;
}

/** A stage as it is stored: JSON has no NaN, so what could not be compared is null. */
export type StoredStage = Omit<ParityStage, 'largestError'> & {
  readonly largestError: number | null;
};

/** The folders whose code decides what a model computes. */
const MODEL_CODE = ['checkpoint', 'onnx', 'model', 'runtime', 'parity'];

const stage: z.ZodType<StoredStage> = z.object({
  name: z.string(),
  compared: z.string(),
  largestError: z.number().nullable(),
  tolerance: z.union([z.number(), z.literal(['exact', 'reported'])]),
  passed: z.boolean(),
});
const document: z.ZodType<ParityRecord> = z.object({
  architecture: z.string(),
  device: z.literal(['cpu', 'cuda', 'webgpu']),
  precision: z.literal(PRECISIONS),
  build: z.string(),
  onnxRuntime: z.string(),
  origin: z.string(),
  stages: z.array(stage),
  passed: z.boolean(),
});

/**
 * The parity record of an architecture in this build: the stored one, or a new one from
 * running the reference vectors. It counts for one state of the model's code, one
 * version of ONNX Runtime, one device and one precision.
 *
 * @throws {AuditError} if the vectors can not be run.
 */
export async function parityRecord(
  architecture: Architecture['name'],
  options: CheckArchitectureOptions,
): Promise<ParityRecord> {
  const { device = 'cpu', precision, cacheFolder = defaultCacheFolder() } = options;
  const build = await buildHash(MODEL_CODE);
  const { version: onnxRuntime } = await runtimeFacts();
  const path = join(
    cacheFolder,
    'parity',
    `${architecture}-${device}-${precision}-${build}-${onnxRuntime}.json`,
  );
  const stored = await readFile(path, 'utf8').then(
    (text) => document.safeParse(JSON.parse(text)).data,
    () => undefined,
  );
  if (stored !== undefined) return stored;
  const { origin, stages } = await checkArchitecture(architecture, options);
  const record: ParityRecord = {
    architecture,
    device,
    precision,
    build,
    onnxRuntime,
    origin,
    stages: stages.map((each) => ({
      ...each,
      largestError: Number.isNaN(each.largestError) ? null : each.largestError,
    })),
    passed: stages.every(({ passed }) => passed),
  };
  await mkdir(join(cacheFolder, 'parity'), { recursive: true });
  await writeFile(path, `${JSON.stringify(record, null, 2)}\n`);
  return record;
}

/** Why a model may not feed an audit. */
export interface ParityRefusal {
  readonly status: 'not-run';
  readonly reason: string;
}

/**
 * The gate every audit of a running model passes first.
 *
 * @returns the record if every stage passed, else the reason for a `not-run` verdict.
 */
export async function requireParity(
  architecture: string,
  precision: Precision,
  options: Omit<CheckArchitectureOptions, 'precision'> = {},
): Promise<ParityRecord | ParityRefusal> {
  if (architecture !== 'qwen3_vl' && architecture !== 'breastgpt') {
    return refusal(`there are no reference vectors for the architecture "${architecture}"`);
  }
  // Quantised weights can only be measured: what shows that their graph is right is float32's.
  const judged = isQuantised(precision) ? (['float32', precision] as const) : [precision];
  let record: ParityRecord | undefined;
  for (const each of judged) {
    record = await parityRecord(architecture, { ...options, precision: each });
    const failed = record.stages.filter(({ passed }) => !passed).map(({ name }) => name);
    if (failed.length > 0) {
      return refusal(
        `this build's ${architecture} (${each}) is not equal to the reference in: ${failed.join(', ')}`,
      );
    }
  }
  return record!;
}

function refusal(reason: string): ParityRefusal {
  return { status: 'not-run', reason };
}
