import type { MediaReference } from '../benchmark/benchmark.ts';
import type { Stimulus, StimulusMedium } from './condition.ts';
import { RENDERING_VERSION } from './render-medium.ts';

/**
 * What tells a stimulus from every other one, as plain JSON, without looking at its media: equal
 * identities mean that a model is shown the same. Fields come in a fixed order, so its JSON text
 * may be hashed. Paths do not count, only contents.
 *
 * @param mediaHash Hash of a medium's file.
 */
export function stimulusIdentity(
  { rotation, system, media, text, options }: Stimulus,
  mediaHash: (reference: MediaReference) => string,
): unknown {
  return {
    ...(rotation !== undefined && { rotation }),
    ...(system !== undefined && { system }),
    text,
    media: media.map((medium) => mediumIdentity(medium, mediaHash(medium.reference))),
    options: options.map(({ label, text: wording }) => [label, wording]),
  };
}

/** What stands in for a medium follows from it, the treatment, the seed and how that is made. */
function mediumIdentity({ reference, treatment, seed }: StimulusMedium, hash: string): unknown {
  if (treatment === 'as-is') return [reference.kind, hash];
  const stand = [reference.kind, hash, treatment, RENDERING_VERSION];
  return seed === undefined ? stand : [...stand, seed];
}
