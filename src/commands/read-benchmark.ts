import { join, resolve } from 'node:path';
import { audits as knownAudits } from '../../audits/index.ts';
import type { Benchmark } from '../benchmark/benchmark.ts';
import { loadConfig, type ResolvedConfig } from '../benchmark/config.ts';
import { loadBenchmark } from '../benchmark/load-benchmark.ts';
import type { Progress } from '../progress.ts';
import { resolveBench } from './built-in.ts';

/** What every command on a benchmark is told. */
export interface BenchOptions {
  readonly bench: string;
  readonly data?: string;
  readonly train?: string;
  readonly outDir?: string;
  readonly seed?: number;
  readonly limit?: number;
}

/** A benchmark that has been read, with where results about it go. */
export interface ReadBenchmark {
  readonly config: ResolvedConfig;
  readonly benchmark: Benchmark;
  readonly outDir: string;
  /** Fingerprints and pictures that a later run reuses. */
  readonly cacheDir: string;
}

/**
 * Reads config, splits and recorded answers.
 *
 * @param cwd Folder against which relative paths of the command line count.
 * @throws {AuditError} for anything the user can mend.
 */
export async function readBenchmark(
  options: BenchOptions,
  cwd: string,
  progress: Progress,
): Promise<ReadBenchmark> {
  const outDir = resolve(cwd, options.outDir ?? 'audit-results');
  const cacheDir = join(outDir, '.cache');
  const config = await loadConfig(resolveBench(options.bench, cwd), {
    ...(options.data !== undefined && { data: resolve(cwd, options.data) }),
    ...(options.train !== undefined && { train: resolve(cwd, options.train) }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.limit !== undefined && { limit: options.limit }),
    auditIds: knownAudits.map((audit) => audit.id),
  });
  const mediaCacheDir = join(cacheDir, 'media');
  return {
    config,
    benchmark: await loadBenchmark(config, { progress, mediaCacheDir }),
    outDir,
    cacheDir,
  };
}
