import type { JudgedItem, Judgments, PairColumns, ScoreColumns } from './judgments.ts';
import { NameTable } from './name-table.ts';

/**
 * Two tables of judgments as one. Graders, candidates and items of the same name or key are the same;
 * what the first says of an item or an answer wins, and its positions stay. The scale is that of the
 * first that holds scores.
 */
export function joinJudgments(one: Judgments, other: Judgments): Judgments {
  const graders = joinNames(one.graders, other.graders);
  const candidates = joinNames(one.candidates, other.candidates);
  const files = joinNames(one.files, other.files);
  const items = joinItems(one.items, other.items);
  const places = { grader: graders.place, item: items.place, file: files.place };
  const lexical = [
    ...new Set([...(one.lexical ?? []), ...(other.lexical ?? []).map((at) => graders.place[at]!)]),
  ];
  const open = joinOpen(one.open, other.open);
  return {
    graders: graders.names,
    candidates: candidates.names,
    items: items.items,
    files: files.names,
    scale: (one.scores.length > 0 ? one : other).scale,
    ...(lexical.length > 0 && { lexical }),
    ...(Object.keys(open).length > 0 && { open }),
    scores: joinScores(one.scores, other.scores, { ...places, candidate: candidates.place }),
    pairs: joinPairs(one.pairs, other.pairs, { ...places, candidate: candidates.place }),
    answerOf: joinAnswers(one, other, { item: items.place, candidate: candidates.place }),
  };
}

function joinOpen(
  one: NonNullable<Judgments['open']> = {},
  other: NonNullable<Judgments['open']> = {},
): NonNullable<Judgments['open']> {
  const names = Object.keys({ ...one, ...other });
  return Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (other[name] ?? 0)]));
}

/** Where the names of the second table stand in the joined one. */
type Place = Uint32Array;

function joinNames(
  one: readonly string[],
  other: readonly string[],
): { readonly names: readonly string[]; readonly place: Place } {
  const table = new NameTable();
  for (const name of one) table.add(name);
  const place = Uint32Array.from(other, (name) => table.add(name));
  return { names: table.names(), place };
}

function joinItems(
  one: readonly JudgedItem[],
  other: readonly JudgedItem[],
): { readonly items: readonly JudgedItem[]; readonly place: Place } {
  const { place } = joinNames(
    one.map(({ key }) => key),
    other.map(({ key }) => key),
  );
  const news = other.filter((_, index) => place[index]! >= one.length);
  return { items: [...one, ...news], place };
}

/** By what a column's numbers are positions in. */
type Places = Readonly<Record<'grader' | 'item' | 'file' | 'candidate', Place>>;

function joinScores(one: ScoreColumns, other: ScoreColumns, places: Places): ScoreColumns {
  return {
    ...joinCommon(one, other, places),
    candidate: joined(one.candidate, moved(other.candidate, places.candidate)),
    score: joined(one.score, other.score),
    gold: joined(one.gold, other.gold),
  };
}

function joinPairs(one: PairColumns, other: PairColumns, places: Places): PairColumns {
  return {
    ...joinCommon(one, other, places),
    first: joined(one.first, moved(other.first, places.candidate)),
    second: joined(one.second, moved(other.second, places.candidate)),
    orderKnown: joined(one.orderKnown, other.orderKnown),
    preference: joined(one.preference, other.preference),
    gold: joined(one.gold, other.gold),
  };
}

type Common = Pick<ScoreColumns, 'length' | 'grader' | 'item' | 'outcome' | 'file' | 'line'>;

function joinCommon(one: Common, other: Common, places: Places): Common {
  return {
    length: one.length + other.length,
    grader: joined(one.grader, moved(other.grader, places.grader)),
    item: joined(one.item, moved(other.item, places.item)),
    outcome: joined(one.outcome, other.outcome),
    file: joined(one.file, moved(other.file, places.file)),
    line: joined(one.line, other.line),
  };
}

function moved(positions: Uint32Array, place: Place): Uint32Array {
  return positions.map((position) => place[position]!);
}

function joined<Column extends Uint8Array | Uint32Array | Float64Array>(
  one: Column,
  other: Column,
): Column {
  const column = new (one.constructor as new (length: number) => Column)(one.length + other.length);
  column.set(one);
  column.set(other, one.length);
  return column;
}

function joinAnswers(
  one: Judgments,
  other: Judgments,
  place: Pick<Places, 'item' | 'candidate'>,
): Judgments['answerOf'] {
  const inOther = {
    item: new Map(Array.from(place.item, (position, own) => [position, own])),
    candidate: new Map(Array.from(place.candidate, (position, own) => [position, own])),
  };
  return (item, candidate) => {
    const isInOne = item < one.items.length && candidate < one.candidates.length;
    const known = isInOne ? one.answerOf(item, candidate) : undefined;
    if (known !== undefined) return known;
    const [otherItem, otherCandidate] = [inOther.item.get(item), inOther.candidate.get(candidate)];
    return otherItem === undefined || otherCandidate === undefined
      ? undefined
      : other.answerOf(otherItem, otherCandidate);
  };
}
