import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { availableMemory, version as nodeVersion } from 'node:process';
import { AuditError } from '../errors.ts';
import { BREASTGPT_8B } from '../model/breastgpt/synthesize.ts';
import { PRECISIONS, type Precision } from '../model/model.ts';
import type { Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { cacheBytesPerToken, weightBytes } from '../model/qwen3-vl/memory.ts';
import { PUBLISHED_SIZES } from '../model/qwen3-vl/published-sizes.ts';
import { runtimeFacts } from '../runtime/session.ts';
import { alignedRows } from './aligned-rows.ts';
import { examineGpu, type GpuReport, gpuRows } from './gpu-facts.ts';

/** Those of the CPU: the 16-bit ones are for GPUs, whose memory is their own. */
type HostPrecision = Exclude<Precision, 'float16' | 'bfloat16'>;
const HOST_PRECISIONS = PRECISIONS.filter(
  (precision): precision is HostPrecision => precision !== 'float16' && precision !== 'bfloat16',
);
/** Tokens of prompt and answer that are counted with the weights. */
const TOKENS = 2000;

/** What reading a slide of 6,000 tiles takes; bench/slide.ts measures it. */
const SLIDE_BYTES = 1.5e9;

/** Whether a model of some size runs here in some precision. */
type Fit = 'fits' | 'from disk' | 'too large';

/** What `audit doctor` finds. */
export interface DoctorReport {
  readonly node: string;
  readonly processor: string;
  readonly threads: number;
  readonly memoryBytes: number;
  readonly freeMemoryBytes: number;
  readonly cacheFolder: string;
  /** undefined if the folder's disk can not be asked. */
  readonly freeCacheBytes: number | undefined;
  readonly onnxRuntime:
    | { readonly version: string; readonly providers: readonly string[] }
    | { readonly problem: string };
  /** undefined if ONNX Runtime can not be loaded. */
  readonly gpu: GpuReport | undefined;
  /** By published size and precision. */
  readonly fits: Readonly<Record<string, Readonly<Record<HostPrecision, Fit>>>>;
}

/** `audit doctor`: what this machine has and which models would run here. */
export async function examineMachine(cacheFolder: string): Promise<DoctorReport> {
  const freeMemoryBytes = availableMemory();
  const onnxRuntime = await runtimeFacts().catch((error: unknown) => {
    if (error instanceof AuditError) return { problem: error.message };
    throw error;
  });
  return {
    node: nodeVersion,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    threads: availableParallelism(),
    memoryBytes: totalmem(),
    freeMemoryBytes,
    cacheFolder,
    freeCacheBytes: await freeBytes(cacheFolder),
    onnxRuntime,
    gpu: 'problem' in onnxRuntime ? undefined : await examineGpu(onnxRuntime.providers),
    fits: {
      ...Object.fromEntries(
        Object.entries(PUBLISHED_SIZES).map(([size, config]) => [
          size,
          fitsOf(config, 0, freeMemoryBytes),
        ]),
      ),
      'breastgpt-8b': fitsOf(BREASTGPT_8B.qwen, SLIDE_BYTES, freeMemoryBytes),
    },
  };
}

/** @param otherBytes taken beside weights and cache. */
function fitsOf(
  config: Qwen3VlConfig,
  otherBytes: number,
  freeMemoryBytes: number,
): Readonly<Record<HostPrecision, Fit>> {
  const least = TOKENS * cacheBytesPerToken(config) + otherBytes;
  const verdict = (precision: HostPrecision): Fit => {
    if (weightBytes(config, precision) + least <= freeMemoryBytes) return 'fits';
    // Mapped weights need not stay in memory; the largest cast matrix does.
    const table = 4 * config.text.vocabularySize * config.text.hiddenSize;
    const fromDisk = precision === 'bfloat16-mapped' && table + least < freeMemoryBytes;
    return fromDisk ? 'from disk' : 'too large';
  };
  return Object.fromEntries(
    HOST_PRECISIONS.map((precision) => [precision, verdict(precision)]),
  ) as Record<HostPrecision, Fit>;
}

async function freeBytes(folder: string): Promise<number | undefined> {
  // The folder may not be there yet: then the one above is asked, up to the root.
  for (let path = folder; ; path = dirname(path)) {
    try {
      const { bavail, bsize } = await statfs(path);
      return bavail * bsize;
    } catch {
      if (path === dirname(path)) return undefined;
    }
  }
}

/** The report as text for a terminal. */
export function renderDoctorReport(report: DoctorReport): string {
  const { onnxRuntime } = report;
  const machine = alignedRows([
    ['Node', report.node],
    ['processor', `${report.processor}, ${report.threads} threads`],
    ['memory', `${gigabytes(report.memoryBytes)}, ${gigabytes(report.freeMemoryBytes)} free`],
    [
      'cache folder',
      `${report.cacheFolder}, ${report.freeCacheBytes === undefined ? 'free space unknown' : `${gigabytes(report.freeCacheBytes)} free`}`,
    ],
    ...('problem' in onnxRuntime
      ? [['ONNX Runtime', onnxRuntime.problem]]
      : [
          ['ONNX Runtime', onnxRuntime.version],
          ['providers here', onnxRuntime.providers.join(', ')],
        ]),
    ...(report.gpu === undefined ? [] : gpuRows(report.gpu)),
  ]);
  const fits = alignedRows([
    ['', ...HOST_PRECISIONS],
    ...Object.entries(report.fits).map(([size, byPrecision]) => [
      size,
      ...HOST_PRECISIONS.map((precision) => byPrecision[precision]),
    ]),
  ]);
  return `${machine}\nWhat would run on the CPU here with ${TOKENS} tokens of prompt and answer:\n${fits}\n"from disk": weights do not fit in memory and are read again for every token.\n`;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
