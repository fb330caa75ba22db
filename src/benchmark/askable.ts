import type { Item } from './benchmark.ts';

const takesImageAway: ReadonlySet<string> = new Set([
  'none',
  'blank',
  'noise',
  'shuffled',
  'wrong-modality',
]);

/**
 * Whether an item can be asked under a condition at all: without options there is nothing to
 * rotate or to show alone, and without media nothing to take away. What can't be asked is not
 * unanswered.
 */
export function isAskable({ options, media }: Item, condition: string): boolean {
  if (condition === 'options-only') return options.length > 0;
  const places = /^rotated-(\d+)$/.exec(condition)?.[1];
  if (places !== undefined) return options.length > Number(places);
  return !takesImageAway.has(condition) || media.length > 0;
}
