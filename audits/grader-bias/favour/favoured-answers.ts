import type { Finding, Subject } from '../../../src/audit/audit.ts';
import { itemSubject, makeFinding } from '../../../src/audit/finding.ts';
import type { Item } from '../../../src/benchmark/benchmark.ts';
import type { Question } from '../question.ts';
import { gradeText, scaleWords } from '../scale.ts';
import { answerCode, picked, positionsWhere, unitMeans } from '../units.ts';
import type { ScoreRows } from './score-rows.ts';

/** Items shown at most. */
const shownItems = 20;

/** An answer that kin graders rate above what other graders make of it. */
interface FavouredAnswer {
  readonly item: number;
  readonly candidate: number;
  /** Kin graders' mean minus other graders', each grader's own leniency taken out; a share of the scale. */
  readonly difference: number;
  /** The same with leniency left in. */
  readonly plainDifference: number;
}

/** Items with the largest difference between kin graders and others, the answers side by side. */
export function favouredAnswers(auditId: string, rows: ScoreRows, question: Question): Finding[] {
  const largest = new Map<number, FavouredAnswer>();
  for (const one of differences(rows, question)) {
    const known = largest.get(one.item);
    if (known === undefined || known.difference < one.difference) largest.set(one.item, one);
  }
  const shown = [...largest.values()]
    // What looks favoured by leniency taken out alone may be the other side's harshness.
    .filter(({ difference, plainDifference }) => difference > 0 && plainDifference > 0)
    .sort((a, b) => b.difference - a.difference || a.item - b.item)
    .slice(0, shownItems);
  const items = new Map(question.evidence.benchmark.test.map((item) => [item.key, item]));
  const rowsOf = rowsOfItems(
    rows,
    shown.map(({ item }) => item),
  );
  return shown.map((one) => toFinding(auditId, one, { rows, rowsOf, question, items }));
}

/** The rows of some items, by item, in their order. */
function rowsOfItems(rows: ScoreRows, items: readonly number[]): ReadonlyMap<number, number[]> {
  const rowsOf = new Map(items.map((item): [number, number[]] => [item, []]));
  for (const [row, item] of rows.item.entries()) rowsOf.get(item)?.push(row);
  return rowsOf;
}

interface Surroundings {
  readonly rows: ScoreRows;
  /** Rows of each item that is shown. */
  readonly rowsOf: ReadonlyMap<number, readonly number[]>;
  readonly question: Question;
  readonly items: ReadonlyMap<string, Item>;
}

function differences(rows: ScoreRows, { judgments, relations }: Question): FavouredAnswer[] {
  const { grader, candidate, score } = rows;
  const sideOf = (row: number): 'kin' | 'other' =>
    relations.of[grader[row]!]![candidate[row]!] === 'other' ? 'other' : 'kin';
  const candidates = judgments.candidates.length;
  const size = judgments.items.length * candidates;
  const cellOf = (row: number): number => answerCode(rows, row, candidates);
  const sides = { kin: new Uint8Array(size), other: new Uint8Array(size) };
  for (let row = 0; row < score.length; row++) {
    sides[sideOf(row)][cellOf(row)] = 1;
  }
  // Leniency is told by answers that both sides judged; others may be harder or easier.
  const shared = positionsWhere(score.length, (row) => {
    const cell = cellOf(row);
    return sides.kin[cell] === 1 && sides.other[cell] === 1;
  });
  const leniency = unitMeans(
    shared,
    picked(grader, shared),
    judgments.graders.length,
    (row) => score[row]!,
  );
  const sums = { kin: new Float64Array(size), other: new Float64Array(size) };
  const lenient = { kin: new Float64Array(size), other: new Float64Array(size) };
  const counts = { kin: new Uint32Array(size), other: new Uint32Array(size) };
  for (let row = 0; row < score.length; row++) {
    const side = sideOf(row);
    const cell = cellOf(row);
    sums[side][cell]! += score[row]!;
    lenient[side][cell]! += leniency[grader[row]!]!;
    counts[side][cell]! += 1;
  }
  const found: FavouredAnswer[] = [];
  for (let cell = 0; cell < size; cell++) {
    if (counts.kin[cell] === 0 || counts.other[cell] === 0) continue;
    const between = (of: typeof sums): number =>
      of.kin[cell]! / counts.kin[cell]! - of.other[cell]! / counts.other[cell]!;
    found.push({
      item: Math.floor(cell / candidates),
      candidate: cell % candidates,
      difference: between(sums) - between(lenient),
      plainDifference: between(sums),
    });
  }
  return found;
}

function toFinding(auditId: string, one: FavouredAnswer, surroundings: Surroundings): Finding {
  const { question, items } = surroundings;
  const { judgments } = question;
  const { key, subset } = judgments.items[one.item]!;
  const known = items.get(key);
  const candidates = judgments.candidates.map((_, candidate) => candidate);
  const others = candidates.filter((candidate) => candidate !== one.candidate);
  const answers = [one.candidate, ...others].flatMap((candidate) =>
    answerSubject(one.item, candidate, surroundings),
  );
  return makeFinding(auditId, {
    kind: 'kin-favoured-answer',
    severity: 'note',
    title: `Graders that are kin to its model give this answer ${scaleWords(one.difference, judgments)} more than other graders do, their leniency apart.`,
    subjects: [known ? questionSubject(known) : { role: 'item', key }, ...answers],
    values: {
      answer: judgments.candidates[one.candidate]!,
      difference: scaleWords(one.difference, judgments),
      ...(subset && { subset }),
    },
    ...(known?.modality !== undefined && { modality: known.modality }),
    ...(known?.task !== undefined && { task: known.task }),
  });
}

function questionSubject(item: Item): Subject {
  return itemSubject(item, `${item.prompt}\nReference: ${item.answer}`);
}

function answerSubject(
  item: number,
  candidate: number,
  { rows, rowsOf, question }: Surroundings,
): Subject[] {
  const { judgments, relations } = question;
  const { key } = judgments.items[item]!;
  const model = judgments.candidates[candidate]!;
  const own = rowsOf.get(item)!.filter((row) => rows.candidate[row] === candidate);
  if (own.length === 0) return [];
  const grades = own.map((row): [string, string] => [
    judgments.graders[rows.grader[row]!]!,
    gradeText(rows.score[row]!, judgments),
  ]);
  const kinGraders = own
    .map((row) => rows.grader[row]!)
    .filter((grader) => relations.of[grader]![candidate] !== 'other')
    .map((grader) => judgments.graders[grader]!);
  const text = question.answerOf(item, candidate)?.excerpt;
  return [
    {
      role: 'answer',
      key,
      model,
      grades: Object.fromEntries(grades),
      ...(kinGraders.length > 0 && { kinGraders }),
      ...(text !== undefined && { excerpt: Array.from(text).slice(0, 2000).join('') }),
    },
  ];
}
