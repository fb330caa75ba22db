import type { OpenedCheckpoint } from './model-card.ts';

/**
 * Why no answer of a model may count; undefined if its answers may.
 *
 * @param options elsewhere: whether it computes on other machines, which see to its parity.
 */
export function whyNotAsked(
  { parity, missing }: OpenedCheckpoint,
  options: { readonly elsewhere?: boolean } = {},
): string | undefined {
  const isShown = parity.verdict !== 'fail' && parity.verdict !== 'not-run';
  if (!isShown && options.elsewhere !== true)
    return parity.reason ?? 'its parity with the reference is not shown';
  const [part, ...others] = missing;
  if (part === undefined) return undefined;
  return `the checkpoint lacks ${part}${others.length > 0 ? ` and ${others.length} more` : ''}`;
}
