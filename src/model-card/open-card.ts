import { totalmem } from 'node:os';
import { resolve } from 'node:path';
import type { ModelConfig } from '../benchmark/model-config.ts';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { fingerprintCheckpoint } from '../checkpoint/fingerprint.ts';
import { parseArchitecture } from '../model/architecture.ts';
import type { MediaSettings } from '../model/media-settings.ts';
import type { Device } from '../model/model.ts';
import type { Progress } from '../progress.ts';
import { choosePrecision } from '../runtime/precision.ts';
import { checkpointFacts } from './checkpoint-facts.ts';
import type { CardParity, CheckpointCard, Selection } from './model-card.ts';
import { parityFacts } from './parity-facts.ts';
import { reasonOf } from './reason-of.ts';

/** A model of the config that has a checkpoint. */
export type CheckpointConfig = ModelConfig & { readonly path: string };

/** Options of `openCard`. */
export interface OpenCardOptions {
  /** Folder against which the checkpoint's path counts. */
  readonly folder: string;
  /** Where hashes of large files and parity records are kept. */
  readonly cacheFolder: string;
  /** What it will compute on; default 'cpu'. */
  readonly device?: Device;
  /** Whether other machines compute: each compares itself with the reference; default false. */
  readonly elsewhere?: boolean;
  readonly progress: Progress;
}

/**
 * Opens a checkpoint and tells what it is and how this build runs it. Weights are hashed, not
 * loaded. A folder that can not be used is a card that says why.
 */
export async function openCard(
  model: CheckpointConfig,
  { folder, cacheFolder, device = 'cpu', elsewhere = false, progress }: OpenCardOptions,
): Promise<CheckpointCard> {
  const { path } = model;
  const place = resolve(folder, path);
  try {
    const checkpoint = await openCheckpoint(place);
    const { selectorPrecision, tokenBudgets, volumeWindow } = model;
    const options = { selectorPrecision, tokenBudgets, volumeWindow };
    const facts = checkpointFacts(checkpoint, parseArchitecture(checkpoint, options));
    const precision = choosePrecision(checkpoint, model.precision ?? 'auto', {
      device,
      // What happens to be free would decide otherwise tomorrow, and with it the answers.
      freeBytes: machineBytes(),
    });
    const { vision, decoder, slide } = facts.parameters;
    return {
      status: 'opened',
      path,
      architecture: facts.architecture,
      parameters: { total: vision + decoder + slide, vision, decoder, slide },
      precision,
      ...(device !== 'cpu' && { device }),
      ...(facts.media && { selection: selectionOf(facts.media) }),
      quirks: facts.quirks,
      fingerprint: await fingerprintCheckpoint(place, { cacheFolder, progress }),
      missing: facts.missing,
      parity: withNote(
        elsewhere
          ? ELSEWHERE
          : await parityFacts(facts.architecture, precision, { cacheFolder, device, progress }),
        model,
      ),
    };
  } catch (error) {
    return { status: 'not-run', path, reason: reasonOf(error, { [place]: path }) };
  }
}

const ELSEWHERE: CardParity = {
  verdict: 'not-run',
  reason: 'it computes on other machines, each of which compares itself with the reference first',
};

/** Memory that the machine or its container has in all. */
function machineBytes(): number {
  return Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
}

/** Reference vectors exist for one way to select. */
function withNote(
  parity: CardParity,
  { selectorPrecision, tokenBudgets, volumeWindow }: ModelConfig,
): CardParity {
  const others = [
    ...(selectorPrecision === 'bfloat16'
      ? ['a selector in bfloat16 beyond its picks from the reference’s own features']
      : []),
    ...(tokenBudgets ? ['other token budgets'] : []),
    ...(volumeWindow ? ['a volume window'] : []),
  ];
  if (parity.verdict === 'not-run' || others.length === 0) return parity;
  const note = `The reference selects in float32, with the published token budgets, from all grey levels: the stages do not cover ${others.join(', ')}.`;
  return { ...parity, note };
}

function selectionOf({ selectorPrecision, tokenBudgets, volumeWindow }: MediaSettings): Selection {
  return { selectorPrecision, tokenBudgets, ...(volumeWindow && { volumeWindow }) };
}
