import { counted } from '../../../src/audit/wording.ts';
import { type JudgmentOutcome, judgmentOutcomes } from '../../../src/judgments/judgments.ts';
import { isPlaceName } from '../../../src/judgments/place-names.ts';
import { countedRows, type JudgmentKind, type Question } from '../question.ts';
import { kinPlurals } from '../relations.ts';
import { askedCode, grouped, valuesOf } from '../units.ts';
import type { Favour } from './favour.ts';
import { whyNothingVaries } from './nothing-varies.ts';

/** Whether one kind of judgment can tell a favour for kin from leniency, quality and difficulty. */
export type Identification =
  | { readonly status: 'identified' }
  /** No grader is kin to a candidate: there is nobody to favour. */
  | { readonly status: 'no-kin'; readonly reason: string }
  | { readonly status: 'not-identifiable'; readonly reason: string; readonly remedy: string };

/** What stands in the way in one kind of judgment, the plainest obstacle first; undefined without any. */
export function identify(
  design: JudgmentKind,
  main: readonly Favour[],
  question: Question,
): Identification | undefined {
  const { judgments, options, relations } = question;
  const table = judgments[design];
  const rows = countedRows(table, question.graders);
  if (table.length === 0) return undefined;
  if (main.some((one) => one.design === design)) return { status: 'identified' };
  const present = presentIn(design, rows, question);
  const related = present.graders.flatMap((grader) =>
    present.candidates.map((candidate) => relations.of[grader]![candidate]!),
  );
  const unknown = unknownNames(present, question);
  const toName = `name ${unknown.length > 3 ? 'them' : unknown.join(', ')} under "kin" in the config`;
  if (related.length > 0 && related.every((relation) => relation === 'unknown')) {
    return obstacle(unknownReason(present, question), remedyForUnknown(question) ?? toName);
  }
  if (!related.some((relation) => relation === 'self' || relation === 'kin')) {
    if (related.length === 0) return nothingRead(design, question);
    if (unknown.length > 0) {
      return obstacle(
        `the ${relations.by} of ${unknown.slice(0, 3).join(', ')} is not known`,
        toName,
      );
    }
    return { status: 'no-kin', reason: `no grader is of a candidate’s ${relations.by}` };
  }
  return (
    fewFamilies(present, unknown, question) ??
    constant(design, rows, question) ??
    fewItems(design, rows, question) ??
    noDifference(design, rows, question) ??
    obstacle(
      `fewer than ${options.minItems} items have an answer judged both by a grader that is kin to its model and by one that is not (pairs in a known order), or all lie in one cluster`,
      `have graders of different ${kinPlurals[relations.by]} judge the same answers`,
    )
  );
}

/** What to mend where nothing could be read, by what came most often. */
const remedies: Readonly<Record<JudgmentOutcome, string>> = {
  scored: 'ask graders that are models',
  unparsed: 'check the column of the score or the winner, or what the graders say',
  'out-of-range': 'check "scale" in the config',
  refused: 'ask other graders',
  failed: 'see that the graders can be reached, then ask again with --retry-failed',
  'empty-answer': 'check the recorded answers',
};

function nothingRead(design: JudgmentKind, { judgments, graders }: Question): Identification {
  const { outcome, grader } = judgments[design];
  const counts = new Map<JudgmentOutcome, number>();
  for (const [row, code] of outcome.entries()) {
    if (!graders.includes(grader[row]!)) continue;
    const name = judgmentOutcomes[code]!;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const [most = ['unparsed', 0]] = [...counts].sort((a, b) => b[1] - a[1]);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return obstacle(
    `none of ${counted(total, 'judgment')} could be read (${most[1]} ${most[0]})`,
    remedies[most[0]],
  );
}

/** Whether graders of the same answers, or of the same pairs in one order, always say the same. */
function noDifference(
  design: JudgmentKind,
  rows: Uint32Array,
  { judgments }: Question,
): Identification | undefined {
  const { unitOf, first } = grouped(rows, (row) => askedCode(design, judgments, row));
  const value = valuesOf(design, judgments);
  const isSame = rows.every((row, at) => value[row] === value[first[unitOf[at]!]!]);
  if (!isSame || first.length === rows.length) return undefined;
  return obstacle(
    `the graders never differ on the same ${design === 'scores' ? 'answers' : 'pairs'}`,
    'have more items judged, or by a finer rubric',
  );
}

/** Graders and candidates of the judgments that were read. */
interface Present {
  readonly graders: readonly number[];
  readonly candidates: readonly number[];
}

function presentIn(
  design: JudgmentKind,
  rows: Uint32Array,
  { judgments: { scores, pairs } }: Question,
): Present {
  const table = design === 'scores' ? scores : pairs;
  const judged =
    design === 'scores'
      ? Array.from(rows, (row) => scores.candidate[row]!)
      : Array.from(rows).flatMap((row) => [pairs.first[row]!, pairs.second[row]!]);
  return {
    graders: [...new Set(Array.from(rows, (row) => table.grader[row]!))],
    candidates: [...new Set(judged)],
  };
}

function unknownNames({ graders, candidates }: Present, question: Question): string[] {
  const { relations, judgments } = question;
  return [
    ...graders
      .filter((grader) => relations.graderFamilies[grader] === undefined)
      .map((grader) => judgments.graders[grader]!),
    ...candidates
      .filter((candidate) => relations.candidateFamilies[candidate] === undefined)
      .map((candidate) => judgments.candidates[candidate]!),
  ];
}

function unknownReason({ graders }: Present, { relations }: Question): string {
  const known = graders.some((grader) => relations.graderFamilies[grader] !== undefined);
  return `the ${relations.by} of ${known ? 'no candidate' : 'no grader'} is known`;
}

/** Answers that a file names by their place alone have no model to name. */
function remedyForUnknown({ judgments: { candidates } }: Question): string | undefined {
  if (!candidates.every(isPlaceName)) return undefined;
  return 'say which model wrote which answer, in columns first and second';
}

function fewFamilies(
  { graders, candidates }: Present,
  unknown: readonly string[],
  { relations, duplicates, judgments, graders: all }: Question,
): Identification | undefined {
  const { by } = relations;
  const known = (families: readonly (string | undefined)[], of: readonly number[]): string[] => [
    ...new Set(of.flatMap((each) => families[each] ?? [])),
  ];
  const judging = known(relations.graderFamilies, graders);
  const judged = known(relations.candidateFamilies, candidates);
  const silent = all
    .filter((grader) => !graders.includes(grader))
    .map((grader) => judgments.graders[grader]!);
  const beside = [
    ...(silent.length > 0 ? [`nothing of ${silent.slice(0, 3).join(', ')} could be read`] : []),
    ...(unknown.length > 0 ? [`that of ${unknown.slice(0, 3).join(', ')} is not known`] : []),
    ...(duplicates.length > 0
      ? [`${counted(duplicates.length, 'grader')} left out as listed twice`]
      : []),
  ];
  const aside = beside.length > 0 ? ` (${beside.join('; ')})` : '';
  if (judging.length === 0) return undefined;
  if (judging.length === 1) {
    return obstacle(
      `all graders are of one ${by}, ${judging[0]}${aside}, so that a favour can’t be told from the answers’ quality`,
      `have a grader of another ${by} judge the same answers`,
    );
  }
  if (judged.length > 1) return undefined;
  return obstacle(
    `all candidates are of one ${by}, ${judged[0]}${aside}, so that a favour can’t be told from the graders’ leniency`,
    `have the same graders judge answers of a model of another ${by} to the same items`,
  );
}

function constant(
  design: JudgmentKind,
  rows: Uint32Array,
  { judgments }: Question,
): Identification | undefined {
  const reason = whyNothingVaries(design, judgments, rows);
  if (reason === undefined) return undefined;
  return obstacle(reason, 'grade with a finer rubric, or answers that differ');
}

function fewItems(
  design: JudgmentKind,
  rows: Uint32Array,
  { judgments, options }: Question,
): Identification | undefined {
  const table = judgments[design];
  const items = new Set(Array.from(rows, (row) => table.item[row]!)).size;
  if (items >= options.minItems) return undefined;
  return obstacle(
    `${counted(items, 'item')} were judged, ${options.minItems} are needed`,
    'have more items judged',
  );
}

function obstacle(reason: string, remedy: string): Identification {
  return { status: 'not-identifiable', reason, remedy };
}
