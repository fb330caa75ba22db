import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseArchitecture } from '../model/architecture.ts';
import type { Device, Precision } from '../model/model.ts';
import { type ParityRecord, parityRecord, type StoredStage } from '../parity/parity-record.ts';
import { selfTest } from '../parity/self-test.ts';
import type { Progress } from '../progress.ts';
import { chooseDevice } from '../runtime/device.ts';
import { choosePrecision } from '../runtime/precision.ts';
import { alignedRows } from './aligned-rows.ts';

/** Options of `audit model check`. */
export interface CheckOptions {
  readonly device?: Device | 'auto';
  readonly precision?: Precision | 'auto';
  readonly threads?: number;
}

/** What `audit model check` finds. */
export interface CheckReport {
  readonly folder: string;
  readonly parity: ParityRecord;
  /** The checkpoint itself. */
  readonly selfTest: readonly StoredStage[];
  /** Quantised weights can not be equal to the reference, so their check can not pass. */
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
}

/**
 * `audit model check`: compares this build with the reference vectors of the checkpoint's
 * architecture, then tries the checkpoint itself.
 *
 * @throws {AuditError} for a folder that can not be run at all.
 */
export async function checkModel(
  folder: string,
  options: CheckOptions,
  cacheFolder: string,
  progress: Progress,
): Promise<CheckReport> {
  const checkpoint = await openCheckpoint(folder);
  const { name } = parseArchitecture(checkpoint);
  const device = await chooseDevice(options.device ?? 'cpu');
  const precision = choosePrecision(checkpoint, options.precision ?? 'auto', { device });
  const parity = await parityRecord(name, { device, precision, cacheFolder, progress });
  const own = await selfTest(
    { folder, device, precision, cacheFolder, threads: options.threads },
    progress,
  );
  return { folder, parity, selfTest: own, verdict: verdictOf([...parity.stages, ...own]) };
}

function verdictOf(stages: readonly StoredStage[]): CheckReport['verdict'] {
  if (stages.some(({ passed }) => !passed)) return 'fail';
  return stages.some(({ tolerance }) => tolerance === 'reported') ? 'inconclusive' : 'pass';
}

/** The report as text for a terminal. */
export function renderCheckReport({ folder, parity, selfTest: own, verdict }: CheckReport): string {
  const title = `${parity.architecture}, ${parity.precision} on ${parity.device}, ONNX Runtime ${parity.onnxRuntime}, build ${parity.build}`;
  return [
    `Parity of this build with ${parity.origin}\n${title}\n\n`,
    stageTable(parity.stages),
    `\nSelf-test of ${folder}\n\n`,
    stageTable(own),
    `\n${verdict.toUpperCase()}\n`,
  ].join('');
}

function stageTable(stages: readonly StoredStage[]): string {
  return alignedRows([
    ['stage', 'compared', 'largest error', 'tolerance', ''],
    ...stages.map(({ name, compared, largestError, tolerance, passed }) => [
      name,
      compared,
      describeError(largestError, tolerance),
      String(tolerance),
      tolerance === 'reported' ? '' : passed ? 'ok' : 'FAIL',
    ]),
  ]);
}

function describeError(error: number | null, tolerance: StoredStage['tolerance']): string {
  if (error === null || Number.isNaN(error)) return 'not comparable';
  if (tolerance === 'exact') return error === 0 ? 'none' : `${error} differ`;
  return error === 0 ? '0' : error.toPrecision(2);
}
