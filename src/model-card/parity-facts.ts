import type { Architecture } from '../model/architecture.ts';
import type { Device, Precision } from '../model/model.ts';
import {
  type ParityRecord,
  type ParityRefusal,
  parityRecord,
  requireParity,
  type StoredStage,
} from '../parity/parity-record.ts';
import type { Progress } from '../progress.ts';
import type { CardParity } from './model-card.ts';
import { reasonOf } from './reason-of.ts';

/**
 * Passes a model through the parity gate and tells how it came out, stage by stage. The record
 * comes from the cache where this build, precision and runtime have one.
 */
export async function parityFacts(
  architecture: Architecture['name'],
  precision: Precision,
  options: {
    readonly cacheFolder: string;
    readonly device?: Device;
    readonly progress: Progress;
  },
): Promise<CardParity> {
  try {
    const passed = await requireParity(architecture, precision, options);
    if (!('status' in passed)) return parityOf(passed);
    return parityOf(await parityRecord(architecture, { ...options, precision }), passed);
  } catch (error) {
    const reason = reasonOf(error, { [options.cacheFolder]: 'the cache' });
    return { verdict: 'not-run', reason };
  }
}

/** @param refusal of the gate; of quantised weights it can rest on the record of float32. */
export function parityOf(record: ParityRecord, refusal?: ParityRefusal): CardParity {
  const { origin, build, onnxRuntime, stages } = record;
  const measured = stages.some(({ tolerance }) => tolerance === 'reported');
  return {
    verdict: refusal ? 'fail' : measured ? 'inconclusive' : 'pass',
    ...(refusal && { reason: refusal.reason }),
    origin,
    build,
    onnxRuntime,
    stages: stages.map(rounded),
    worstStage: stages.reduce((worst, stage) => (strain(stage) > strain(worst) ? stage : worst))
      .name,
  };
}

function rounded(stage: StoredStage): StoredStage {
  const { largestError, tolerance } = stage;
  if (largestError === null || tolerance === 'exact') return stage;
  return { ...stage, largestError: Number(largestError.toPrecision(2)) };
}

/** The error in units of what is allowed. */
function strain({ largestError, tolerance }: StoredStage): number {
  if (tolerance === 'reported') return 0;
  if (largestError === null) return Number.POSITIVE_INFINITY;
  if (tolerance === 'exact') return largestError === 0 ? 0 : Number.POSITIVE_INFINITY;
  return largestError / tolerance;
}
