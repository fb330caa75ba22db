import type { AnswerOption } from './benchmark.ts';

/** `A.`, `A)`, `A:`, `(A)` or `A、` at the start of the text or behind white space or punctuation. */
const marker = /(?<=^|[\s?.:;,。？：；，>])(?:\(([A-J])\)|([A-J])[.):、．：）])\s*/g;

interface Marker {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The answer options that a question's text spells out: "Is there a mass? A. Yes B. No".
 *
 * Conservative, because "Hepatitis A. B cells" has no options: the labels must run on from A, at
 * least two of them, none may be empty, and the reference answer must name some of them by letter
 * or wording.
 *
 * @param text The user's text.
 * @param answer The reference answer.
 * @returns The options in order; empty if there are none.
 * @example
 * parseOptions('Is there a mass? A. Yes B. No', 'A');
 * // [{ label: 'A', text: 'Yes' }, { label: 'B', text: 'No' }]
 */
export function parseOptions(text: string, answer: string): readonly AnswerOption[] {
  return spelledOptions(text, answer).map(({ label, text: wording }) => ({ label, text: wording }));
}

/** An option with where its wording stands in the question's text: from `start` to before `end`. */
export interface SpelledOption extends AnswerOption {
  readonly start: number;
  readonly end: number;
}

/** The options of `parseOptions`, and where they stand. */
export function spelledOptions(text: string, answer: string): readonly SpelledOption[] {
  const run = lastRun(markersOf(text));
  if (run.length < 2) return [];
  const options = run.map(({ label, end: start }, index) => {
    const next = run[index + 1];
    const wording = optionText(text.slice(start, next?.start), next === undefined);
    return { label, text: wording, start, end: start + wording.length };
  });
  const usable = options.every((option) => option.text !== '') && namesOption(answer, options);
  return usable ? options : [];
}

function markersOf(text: string): Marker[] {
  return [...text.matchAll(marker)].map((match) => ({
    label: (match[1] ?? match[2])!,
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The last markers that run on A, B, C … without a gap. */
function lastRun(markers: readonly Marker[]): Marker[] {
  let run: Marker[] = [];
  for (const found of markers) {
    if (found.label === 'A') run = [found];
    else if (run.length > 0 && found.label === String.fromCharCode(65 + run.length))
      run.push(found);
  }
  return run;
}

/** White space before it belongs to its marker. The last option ends with its line: an instruction may follow. */
function optionText(text: string, isLast: boolean): string {
  const trimmed = text.trim();
  return (isLast ? trimmed.split('\n', 1)[0]! : trimmed).replace(/[\s,;，；]+$/, '');
}

function namesOption(answer: string, options: readonly AnswerOption[]): boolean {
  const labels = options.map((option) => option.label);
  const wanted = answer.trim();
  const letters = wanted.match(/^\(?([A-J](?:\s*[,;、]?\s*[A-J])*)\)?(?:[.):、．：）]|$)/)?.[1];
  if (letters !== undefined)
    return [...letters.matchAll(/[A-J]/g)].every(([letter]) => labels.includes(letter));
  return options.some((option) => fold(option.text) === fold(wanted));
}

function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[\s.。]+/g, ' ')
    .trim();
}
