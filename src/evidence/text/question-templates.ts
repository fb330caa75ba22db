import type { Template } from '../evidence.ts';
import type { Question } from './distinct-questions.ts';
import { isSlot, type MaskedToken, maskSlots } from './mask-slots.ts';
import { mergeTemplates } from './merge-templates.ts';
import { type MinedTemplate, mineTemplates } from './mine-templates.ts';
import { tokenise } from './normalise.ts';

/** Templates of the questions of both splits, and what the questions put into their slots. */
export interface QuestionTemplates {
  /** `t1`, `t2` … by falling number of rows, then by pattern. */
  readonly templates: readonly Template[];
  /** Item key to template id; items without any word have none. */
  readonly templateOf: ReadonlyMap<string, string>;
  /** Words in slots, by question (same order as given): one run of words for each run of slots. */
  readonly slotRuns: readonly (readonly (readonly string[])[])[];
}

/** Templates whose fixed words are this similar (Jaccard) are one. */
export const mergeThreshold = 0.8;

/**
 * Mines the templates behind a benchmark's questions: slots that show by their looks are
 * masked, a fixed-depth tree finds the others, templates with nearly the same words are
 * joined.
 *
 * @param questions Distinct wordings, sorted.
 */
export function questionTemplates(questions: readonly Question[]): QuestionTemplates {
  const masked = questions.map((question) => maskSlots(question.text));
  const mined = mineTemplates(masked.map((tokens) => tokens.map((token) => token.shape)));
  const rowCounts = mined.map((template) =>
    template.members.reduce((rows, member) => rows + rowsOf(questions[member]!), 0),
  );
  const joinedTo = mergeTemplates(mined, rowCounts, mergeThreshold);

  const slotRuns: string[][][] = questions.map(() => []);
  for (const { shape, members } of mined) {
    for (const member of members) slotRuns[member] = runsInSlots(masked[member]!, shape);
  }
  return { ...numberTemplates(questions, mined, joinedTo), slotRuns };
}

function rowsOf(question: Question): number {
  return question.train.length + question.test.length;
}

function numberTemplates(
  questions: readonly Question[],
  mined: readonly MinedTemplate[],
  joinedTo: readonly number[],
): Pick<QuestionTemplates, 'templates' | 'templateOf'> {
  const merged = new Map<
    number,
    { pattern: string; members: number[]; train: number; test: number }
  >();
  mined.forEach(({ members }, index) => {
    const leader = joinedTo[index]!;
    let entry = merged.get(leader);
    if (!entry) {
      entry = { pattern: mined[leader]!.shape.join(' '), members: [], train: 0, test: 0 };
      merged.set(leader, entry);
    }
    for (const member of members) {
      entry.members.push(member);
      entry.train += questions[member]!.train.length;
      entry.test += questions[member]!.test.length;
    }
  });
  const byRows = [...merged.values()].sort(
    (a, b) => b.train + b.test - (a.train + a.test) || (a.pattern < b.pattern ? -1 : 1),
  );
  const templateOf = new Map<string, string>();
  const templates = byRows.map(({ pattern, members, train, test }, index) => {
    const id = `t${index + 1}`;
    for (const member of members) {
      const question = questions[member]!;
      for (const item of question.train) templateOf.set(item.key, id);
      for (const item of question.test) templateOf.set(item.key, id);
    }
    return { id, pattern, trainCount: train, testCount: test };
  });
  return { templates, templateOf };
}

/** Words at the slots of a template, one list for each run of neighbouring slots. */
function runsInSlots(tokens: readonly MaskedToken[], shape: readonly string[]): string[][] {
  const runs: string[][] = [];
  let open: string[] | undefined;
  shape.forEach((word, position) => {
    if (!isSlot(word)) {
      open = undefined;
      return;
    }
    if (!open) {
      open = [];
      runs.push(open);
    }
    open.push(...tokenise(tokens[position]!.text));
  });
  return runs;
}
