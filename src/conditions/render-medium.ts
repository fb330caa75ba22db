import type { MediaReference } from '../benchmark/benchmark.ts';
import { AuditError } from '../errors.ts';
import type { ContentPart } from '../model/model.ts';
import type { StimulusMedium } from './condition.ts';
import { blankFeatures, noiseFeatures } from './substitute-features.ts';
import { blankImage, noiseImage } from './substitute-image.ts';
import { blankVolume, noiseVolume } from './substitute-volume.ts';

/** Raised when what stands in for a medium changes: answers to the earlier ones no longer count. */
export const RENDERING_VERSION = 1;

/**
 * A medium as a model takes it: the path of its file, or what stands in for it, in memory.
 *
 * @throws {AuditError} for a medium that is not at hand, can not be read or that no model takes.
 * @throws {RangeError} for noise without a seed.
 */
export async function renderMedium(medium: StimulusMedium): Promise<ContentPart> {
  const { reference, treatment } = medium;
  const file = fileOf(reference);
  const isBlank = treatment === 'blank';
  switch (reference.kind) {
    case 'image':
      if (treatment === 'as-is') return { type: 'image', image: file };
      return {
        type: 'image',
        image: isBlank ? await blankImage(file) : await noiseImage(file, seedOf(medium)),
      };
    case 'features':
      if (treatment === 'as-is') return { type: 'slide', slide: file };
      return {
        type: 'slide',
        slide: isBlank ? await blankFeatures(file) : await noiseFeatures(file, seedOf(medium)),
      };
    case 'volume':
      if (treatment === 'as-is') return { type: 'volume', volume: file };
      return {
        type: 'volume',
        volume: isBlank ? await blankVolume(file) : await noiseVolume(file, seedOf(medium)),
      };
    case 'video':
    case 'audio':
      throw unusable(
        `is ${reference.kind}, which no model here takes`,
        'ask about images, slides, volumes',
      );
  }
}

function fileOf({ file }: MediaReference): string {
  if (file !== undefined) return file;
  throw unusable('is not at hand', 'set media.root to the folder that holds it');
}

function seedOf({ seed }: StimulusMedium): number {
  if (seed !== undefined) return seed;
  throw new RangeError('renderMedium: noise needs a seed');
}

function unusable(problem: string, remedy: string): AuditError {
  return new AuditError({ code: 'medium-unusable', location: 'a medium', problem, remedy });
}
