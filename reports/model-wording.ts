/** Words for what model cards and the engine check hold. Every format takes them from here. */

import type { MediaKind } from '../src/benchmark/benchmark.ts';
import type { CheckedAnswer, CheckedMedium } from '../src/engine-check/engine-check.ts';
import type { CardParity, OpenedCheckpoint, Selection } from '../src/model-card/model-card.ts';
import { formatCount } from './numbers.ts';
import { capitalised, plural } from './wording.ts';

export type JudgedParity = Exclude<CardParity, { readonly verdict: 'not-run' }>;
export type ParityStage = JudgedParity['stages'][number];

/** An architecture as its authors write it. */
export const architectureNames: Readonly<Record<OpenedCheckpoint['architecture'], string>> = {
  qwen3_vl: 'Qwen3-VL',
  breastgpt: 'BreastGPT',
};

/** `2.5 M`, `8.81 B` parameters. */
export function formatParameters(count: number): string {
  return count < 1e8 ? `${(count / 1e6).toFixed(1)} M` : `${(count / 1e9).toFixed(2)} B`;
}

/** `4,902 MB`, `2 kB`. */
export function formatSize(bytes: number): string {
  return bytes < 1e6
    ? `${formatCount(Math.ceil(bytes / 1e3))} kB`
    : `${formatCount(bytes / 1e6)} MB`;
}

/** A small number with two digits: `0.31`, `1.9e−4`. */
export function formatError(value: number): string {
  if (value === 0 || value >= 0.01) return String(Number(value.toPrecision(2)));
  return value.toExponential(1).replace('.0e', 'e').replace('-', '−');
}

/** Which tokens of a medium the model sees. */
export function selectionText(selection: Selection | undefined): string {
  if (selection === undefined) return 'none: every token of an image is seen';
  const { selectorPrecision, tokenBudgets, volumeWindow: window } = selection;
  const { image, slide, volume } = tokenBudgets;
  const counts = [image, slide, volume].map(formatCount);
  const levels = window
    ? `grey levels ${formatLevel(window.level - window.width / 2)} to ${formatLevel(window.level + window.width / 2)}`
    : 'all grey levels';
  return `in ${selectorPrecision}: ${counts[0]} tokens of an image, ${counts[1]} of a slide, ${counts[2]} of a volume; ${levels}`;
}

function formatLevel(value: number): string {
  return String(value).replace('-', '−');
}

/** How far a stage is from the reference, and what is allowed. */
export function stageText({ largestError, tolerance }: ParityStage): string {
  if (largestError === null) return 'not comparable';
  if (tolerance === 'exact') return largestError === 0 ? 'equal' : `${largestError} differ`;
  const error = formatError(largestError);
  return tolerance === 'reported'
    ? `${error}, not judged`
    : `${error} of ${formatError(tolerance)}`;
}

/** What a parity came to, in one sentence. */
export function parityText(parity: CardParity): string {
  if (parity.verdict === 'not-run') return parity.reason;
  const stages = plural(parity.stages.length, formatCount(parity.stages.length), 'stage');
  if (parity.verdict === 'fail')
    return `${capitalised(parity.reason ?? 'Not equal to the reference')}. No answer of the model is shown.`;
  if (parity.verdict === 'inconclusive')
    return `Quantised weights can’t equal ${parity.origin}: measured in ${stages}.`;
  return `Equal to ${parity.origin}, in ${stages}.`;
}

/** The stage nearest to its tolerance or furthest beyond it. */
export function worstStageText({ stages, worstStage }: JudgedParity): string {
  const worst = stages.find(({ name }) => name === worstStage);
  if (!worst) return '';
  const allowed = typeof worst.tolerance === 'number' && worst.largestError !== null;
  return `Worst stage: ${worst.name}, ${stageText(worst)}${allowed ? ' allowed' : ''}.`;
}

const mediaWords: Readonly<Record<MediaKind, readonly [one: string, many: string]>> = {
  image: ['image', 'images'],
  features: ['slide', 'slides'],
  volume: ['volume', 'volumes'],
  video: ['video', 'videos'],
  audio: ['sound', 'sounds'],
};

/** `text only`, `1 image`, `2 images, 1 volume`. */
export function mediaText(media: readonly { readonly kind: MediaKind }[]): string {
  const counts = new Map<MediaKind, number>();
  for (const { kind } of media) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) =>
    plural(count, String(count), ...mediaWords[kind]),
  );
  return parts.join(', ') || 'text only';
}

/** How many tiles a slide has and who made their features; undefined of media that are none. */
export function slideText({ slide }: CheckedMedium): string | undefined {
  if (slide === undefined) return undefined;
  const { tiles, origin } = slide;
  const count = plural(tiles, formatCount(tiles), 'tile');
  if (origin.kind === 'published') return `${count}, features made elsewhere`;
  const made = `${count}, features made here with ${origin.encoder} ${origin.fingerprint}`;
  return origin.status === 'verified' ? `${made}, verified` : `${made}, UNVERIFIED`;
}

/** How an answer ended and how probable it is: `24 tokens, cut off; log-probability −18.05`. */
export function answerText({
  tokens,
  finish,
  logProb,
}: Extract<CheckedAnswer, { readonly status: 'answered' }>): string {
  const ended = finish === 'stop' ? '' : ', cut off';
  const probability = logProb.toFixed(2).replace('-', '−');
  return `${plural(tokens, formatCount(tokens), 'token')}${ended}; log-probability ${probability}`;
}

/** What the engine check is, and what it is not. */
export function engineCheckLead(maxNewTokens: number): string {
  return `The first test items of every combination of media, answered by the checkpoints of the config: greedily, ${plural(maxNewTokens, formatCount(maxNewTokens), 'token')} at most. This shows that the engine runs and what it makes of each medium. It is outside every score and verdict.`;
}

/** "float32", "float16 on webgpu". */
export function precisionText({
  precision,
  device,
}: Pick<OpenedCheckpoint, 'precision' | 'device'>): string {
  return device === undefined ? precision : `${precision} on ${device}`;
}
