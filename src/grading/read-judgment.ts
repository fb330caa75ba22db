import type { JudgmentOutcome } from '../judgments/judgments.ts';
import { withoutReasoning } from '../scoring/index.ts';
import type { Asked } from './grading-prompt.ts';

/** What a grader's answer says. */
export interface ReadJudgment {
  readonly outcome: JudgmentOutcome;
  /** Of `scored`: the score as a share of the scale, or the preference: 1 for A, 0 for B, 0.5 for a tie. */
  readonly share?: number;
}

/** The verdict form: double brackets around anything that holds none. */
const verdictForm = /\[\[([^[\]]*)\]\]/g;
const number = /^(-?\d+(?:\.\d+)?)(?:\s*\/\s*(\d+(?:\.\d+)?))?$/;
const preferences: ReadonlyMap<string, number> = new Map([
  ['A', 1],
  ['B', 0],
  ['C', 0.5],
]);

/** How graders decline; read only where there is no verdict. */
const refusals: readonly RegExp[] = [
  /\bI(?: am|'m) (?:sorry|unable|not able)\b/i,
  /\bI (?:cannot|can't|can not|could not|couldn't|won't|will not|must decline|decline|refuse)\b/i,
  /(?:我|抱歉|对不起).{0,12}(?:无法|不能|拒绝)/u,
];

/**
 * Reads the verdict of a grader, or why there is none. Nothing is guessed: a verdict counts if it is
 * the only value that stands in double brackets, however often, outside of reasoning in `<think>` tags.
 *
 * - `failed`: there is no text, or none besides reasoning.
 * - `unparsed`: no value, several, one that is no number or letter of the scale, or an answer that was
 *   cut off and may have gone on to say another.
 * - `out-of-range`: the one number lies beyond the scale.
 * - `refused`: no value, and one of a few phrases by which graders decline.
 *
 * Full-width digits, letters and brackets (［［７］］, 【【7】】) count like the others, and `[[8/10]]` where
 * the scale ends at 10.
 *
 * @param cut Whether the answer ended at the longest length.
 */
export function readJudgment(
  text: string,
  asked: Asked,
  { cut }: { readonly cut: boolean },
): ReadJudgment {
  const plain = halfWidth(withoutReasoning(text)).trim();
  if (cut) return { outcome: 'unparsed' };
  if (plain === '') return { outcome: 'failed' };
  const forms = Array.from(plain.matchAll(verdictForm), ([, content]) => content!);
  if (forms.length === 0) {
    const straight = plain.replaceAll('’', "'");
    return { outcome: refusals.some((phrase) => phrase.test(straight)) ? 'refused' : 'unparsed' };
  }
  const values = new Set(forms.map((content) => verdictOf(content, asked)));
  const [value] = values;
  if (values.size > 1 || value === undefined) return { outcome: 'unparsed' };
  if (asked.kind === 'pair') return { outcome: 'scored', share: value };
  const { lower, upper } = asked.scale;
  if (value < lower || value > upper) return { outcome: 'out-of-range' };
  return { outcome: 'scored', share: (value - lower) / (upper - lower) };
}

/** The value between double brackets; undefined for anything but one. */
function verdictOf(content: string, asked: Asked): number | undefined {
  const bare = content.replaceAll(/[*`]/g, '').trim();
  if (asked.kind === 'pair') return preferences.get(bare.toUpperCase());
  const [, value, outOf] = number.exec(bare) ?? [];
  if (value === undefined) return undefined;
  return outOf === undefined || Number(outOf) === asked.scale.upper ? Number(value) : undefined;
}

/** Signs that a verdict is made of, from their full width; other text stays as it is. */
function halfWidth(text: string): string {
  return text
    .replaceAll(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll('【', '[')
    .replaceAll('】', ']');
}
