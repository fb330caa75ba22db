/** Words for the names that stand in a run. */

import type { Finding, Verdict } from '../src/audit/audit.ts';
import { formatCount } from './numbers.ts';

/** Verdicts as people see them. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: 'PASS',
  fail: 'FAIL',
  inconclusive: 'INCONCLUSIVE',
  'not-applicable': 'NOT APPLICABLE',
  'not-run': 'NOT RUN',
};

/** From what counts towards a failing verdict to what is only for information. */
export const severities: readonly Finding['severity'][] = ['defect', 'suspect', 'note'];

/** `pHashDistanceBits` -> `pHash distance bits`, `verified-pair` -> `verified pair`. */
export function spaced(name: string): string {
  return name
    .replaceAll(/[-_]+/g, ' ')
    .replaceAll(
      /([a-z0-9]{2})([A-Z])/g,
      (_, before: string, capital: string) => `${before} ${capital.toLowerCase()}`,
    );
}

/** The text with a capital first letter. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A text cut to so many characters, the last of them an ellipsis. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(text);
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`;
}

/** `1 item`, `3,412 items`: the count is given as text. */
export function plural(count: number, text: string, one: string, many = `${one}s`): string {
  return `${text} ${count === 1 ? one : many}`;
}

const reasonNames: Readonly<Record<string, string>> = { 'out-of-range': 'beyond the scale' };

/** Why a row is not used, as people read it: `no-name` -> `no name`, `out-of-range` -> `beyond the scale`. */
export function reasonText(reason: string): string {
  return reasonNames[reason] ?? spaced(reason);
}

/** "18 unparsed, 182 beyond the scale": counts by reason. */
export function countsText(counts: readonly (readonly [string, number])[]): string {
  return counts.map(([reason, count]) => `${formatCount(count)} ${reasonText(reason)}`).join(', ');
}

const metricNames: Readonly<Record<string, string>> = {
  iou: 'IoU',
  bleu: 'BLEU',
  'rouge-l': 'ROUGE-L',
  'token-f1': 'token F1',
};

/** A metric as people write it: `rouge-l` -> `ROUGE-L`, `exact-match` -> `exact match`. */
export function metricName(metric: string): string {
  return metricNames[metric] ?? spaced(metric);
}
