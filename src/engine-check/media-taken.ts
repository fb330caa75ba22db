import type { MediaKind } from '../benchmark/benchmark.ts';
import type { Architecture } from '../model/architecture.ts';

/** What each architecture has no branch for, in words. */
const LACKING: Readonly<Record<Architecture['name'], Partial<Record<MediaKind, string>>>> = {
  qwen3_vl: {
    features: 'a Qwen3-VL has no slide branch',
    volume: 'a Qwen3-VL takes no volumes',
    video: 'video is not covered',
    audio: 'a Qwen3-VL takes no sound',
  },
  breastgpt: { video: 'BreastGPT takes volumes, not video', audio: 'BreastGPT takes no sound' },
};

/** Why an architecture can't be asked about such media; undefined if it can. */
export function whyNotTaken(
  architecture: Architecture['name'],
  kinds: readonly MediaKind[],
): string | undefined {
  const lacking = LACKING[architecture];
  const reasons = new Set(kinds.flatMap((kind) => lacking[kind] ?? []));
  return reasons.size > 0 ? [...reasons].join('; ') : undefined;
}
