import type { ItemScores, ScoreEvidence } from '../evidence/evidence.ts';
import { extractors } from '../scoring/index.ts';
import type { ExtractorRange } from './audit-run.ts';

/**
 * How much a model's score and rank hang on how its answers are read.
 *
 * Of answers with the real image, as they were generated. Ranks compare models under the same condition and extractor by mean score over the items
 * each answered; equal scores share the better rank.
 *
 * @param scores Item scores; only metrics that need an extractor take part.
 * @returns One range for each model, condition and track, in the order of `scores`.
 */
export function extractorMultiverse(scores: Pick<ScoreEvidence, 'itemScores'>): ExtractorRange[] {
  const read = scores.itemScores.filter(
    ({ extractor, condition }) => isExtractor(extractor) && condition === 'real',
  );
  const ranges = new Map<string, ItemScores[]>();
  for (const one of read) {
    const name = JSON.stringify([one.model, one.condition, one.track, one.metric]);
    ranges.set(name, [...(ranges.get(name) ?? []), one]);
  }
  return [...ranges.values()].map((variants): ExtractorRange => {
    const [first] = variants as [ItemScores];
    return {
      model: first.model,
      condition: first.condition,
      track: first.track,
      n: first.itemKeys.length,
      scores: variants.map((variant) => ({
        extractor: variant.extractor,
        value: mean(variant.values),
        rank: 1 + read.filter((rival) => isRival(rival, variant) && beats(rival, variant)).length,
        unparsed: variant.unparsed,
      })),
      disagreements: first.itemKeys.filter((_key, index) =>
        variants.some((variant) => variant.values[index] !== first.values[index]),
      ).length,
    };
  });
}

function isExtractor(name: string): boolean {
  return extractors.some((extractor) => extractor.name === name);
}

function isRival(rival: ItemScores, variant: ItemScores): boolean {
  return (
    rival.extractor === variant.extractor &&
    rival.metric === variant.metric &&
    rival.condition === variant.condition &&
    rival.track === variant.track
  );
}

function beats(rival: ItemScores, variant: ItemScores): boolean {
  return mean(rival.values) > mean(variant.values);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
