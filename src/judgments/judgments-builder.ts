import { AnswerShelf } from './answer-shelf.ts';
import { GrowingColumn } from './growing-column.ts';
import type { HumanLabels } from './human-labels.ts';
import {
  type JudgedItem,
  type JudgmentOutcome,
  type Judgments,
  outcomeCode,
  type ScoreColumns,
} from './judgments.ts';
import { NameTable } from './name-table.ts';

/** An item of a judgment; its cluster is its key unless another is named. */
export type ItemReference = Pick<JudgedItem, 'key'> & Partial<Omit<JudgedItem, 'key'>>;

interface GivenJudgment {
  readonly grader: string;
  readonly item: ItemReference;
  readonly outcome: JudgmentOutcome;
  /** Name in results, and the line there, from 1. */
  readonly file: string;
  readonly line: number;
}

/** A judgment of one answer. */
export interface GivenScore extends GivenJudgment {
  readonly candidate: string;
  /** A share of the scale in [0, 1]; needed where the outcome is `scored`. */
  readonly score?: number;
  /** What people gave the answer, as a share of the same scale. */
  readonly gold?: number;
}

/** A judgment of two answers. */
export interface GivenPair extends GivenJudgment {
  readonly first: string;
  readonly second: string;
  /** Whether `first` is known to have been shown first. */
  readonly orderKnown: boolean;
  /** In [0, 1], 1 for the first; needed where the outcome is `scored`. */
  readonly preference?: number;
  /** The preference of people. */
  readonly gold?: number;
}

/** What a table of judgments needs besides its rows. */
export interface BuildOptions {
  /** Ends of the scale of which scores are shares. */
  readonly scale: Judgments['scale'];
  /** Labels by people for rows that carry none of their own. */
  readonly labels?: HumanLabels;
}

/** Grows tables of judgments row by row; names are kept once, numbers in typed arrays. */
export class JudgmentsBuilder {
  readonly #graders = new NameTable();
  readonly #candidates = new NameTable();
  readonly #files = new NameTable();
  readonly #itemKeys = new NameTable();
  readonly #items: JudgedItem[] = [];
  readonly #answers = new AnswerShelf();
  readonly #scores = {
    ...commonColumns(),
    candidate: new GrowingColumn(Uint32Array),
    score: new GrowingColumn(Float64Array),
    gold: new GrowingColumn(Float64Array),
  };
  readonly #pairs = {
    ...commonColumns(),
    first: new GrowingColumn(Uint32Array),
    second: new GrowingColumn(Uint32Array),
    orderKnown: new GrowingColumn(Uint8Array),
    preference: new GrowingColumn(Float64Array),
    gold: new GrowingColumn(Float64Array),
  };

  /** @throws {RangeError} if it is scored without a score in [0, 1], or gold lies outside. */
  addScore(given: GivenScore): void {
    const score = given.outcome === 'scored' ? shareOf(given.score, 'score') : Number.NaN;
    const gold = given.gold === undefined ? Number.NaN : shareOf(given.gold, 'gold');
    this.#addCommon(this.#scores, given);
    this.#scores.candidate.push(this.#candidates.add(given.candidate));
    this.#scores.score.push(score);
    this.#scores.gold.push(gold);
  }

  /** @throws {RangeError} as for `addScore`, and for an answer beside itself. */
  addPair(given: GivenPair): void {
    if (given.first === given.second)
      throw new RangeError(`addPair: "${given.first}" stands beside itself`);
    const preference =
      given.outcome === 'scored' ? shareOf(given.preference, 'preference') : Number.NaN;
    const gold = given.gold === undefined ? Number.NaN : shareOf(given.gold, 'gold');
    this.#addCommon(this.#pairs, given);
    this.#pairs.first.push(this.#candidates.add(given.first));
    this.#pairs.second.push(this.#candidates.add(given.second));
    this.#pairs.orderKnown.push(Number(given.orderKnown));
    this.#pairs.preference.push(preference);
    this.#pairs.gold.push(gold);
  }

  /**
   * Tells a candidate's answer to an item; a later one of the same is passed over. Judgments of an
   * answer without a visible character become `empty-answer`, whatever the grader said.
   */
  addAnswer(item: ItemReference, candidate: string, text: string): void {
    this.#answers.add(this.#addItem(item), this.#candidates.add(candidate), text);
  }

  /** The tables of all rows so far; later rows do not change them. */
  build({ scale, labels }: BuildOptions): Judgments {
    const answers = this.#answers;
    const judgments: Judgments = {
      graders: this.#graders.names(),
      candidates: this.#candidates.names(),
      items: [...this.#items],
      files: this.#files.names(),
      scale,
      scores: {
        ...commonValues(this.#scores),
        candidate: this.#scores.candidate.values(),
        score: this.#scores.score.values(),
        gold: this.#scores.gold.values(),
      },
      pairs: {
        ...commonValues(this.#pairs),
        first: this.#pairs.first.values(),
        second: this.#pairs.second.values(),
        orderKnown: this.#pairs.orderKnown.values(),
        preference: this.#pairs.preference.values(),
        gold: this.#pairs.gold.values(),
      },
      answerOf: (item, candidate) => answers.facts(item, candidate),
    };
    markEmptyAnswers(judgments, answers);
    if (labels) fillGold(judgments, labels);
    return judgments;
  }

  #addCommon(columns: CommonColumns, given: GivenJudgment): void {
    columns.grader.push(this.#graders.add(given.grader));
    columns.item.push(this.#addItem(given.item));
    columns.outcome.push(outcomeCode(given.outcome));
    columns.file.push(this.#files.add(given.file));
    columns.line.push(given.line);
  }

  #addItem({ key, cluster = key, subset }: ItemReference): number {
    const position = this.#itemKeys.add(key);
    if (position === this.#items.length)
      this.#items.push({ key, cluster, ...(subset !== undefined && { subset }) });
    return position;
  }
}

/** Columns that tables of scores and of pairs share. */
interface CommonColumns {
  readonly grader: GrowingColumn<Uint32Array>;
  readonly item: GrowingColumn<Uint32Array>;
  readonly outcome: GrowingColumn<Uint8Array>;
  readonly file: GrowingColumn<Uint32Array>;
  readonly line: GrowingColumn<Uint32Array>;
}

function commonColumns(): CommonColumns {
  return {
    grader: new GrowingColumn(Uint32Array),
    item: new GrowingColumn(Uint32Array),
    outcome: new GrowingColumn(Uint8Array),
    file: new GrowingColumn(Uint32Array),
    line: new GrowingColumn(Uint32Array),
  };
}

function commonValues(columns: CommonColumns): Pick<ScoreColumns, keyof CommonColumns | 'length'> {
  return {
    length: columns.line.length,
    grader: columns.grader.values(),
    item: columns.item.values(),
    outcome: columns.outcome.values(),
    file: columns.file.values(),
    line: columns.line.values(),
  };
}

function shareOf(value: number | undefined, name: string): number {
  if (value !== undefined && value >= 0 && value <= 1) return value;
  throw new RangeError(`${name}: expected a share in [0, 1], got ${value}`);
}

/** Nothing was there to judge: what a grader said of it counts as no score. */
function markEmptyAnswers({ scores, pairs }: Judgments, answers: AnswerShelf): void {
  const empty = outcomeCode('empty-answer');
  for (let row = 0; row < scores.length; row++) {
    if (!answers.isEmpty(scores.item[row]!, scores.candidate[row]!)) continue;
    scores.outcome[row] = empty;
    scores.score[row] = Number.NaN;
  }
  for (let row = 0; row < pairs.length; row++) {
    const item = pairs.item[row]!;
    if (!answers.isEmpty(item, pairs.first[row]!) && !answers.isEmpty(item, pairs.second[row]!))
      continue;
    pairs.outcome[row] = empty;
    pairs.preference[row] = Number.NaN;
  }
}

/** Labels by people for the rows that carry none of their own. */
function fillGold({ candidates, items, scores, pairs }: Judgments, labels: HumanLabels): void {
  for (let row = 0; row < scores.length; row++) {
    if (!Number.isNaN(scores.gold[row]!)) continue;
    const { key } = items[scores.item[row]!]!;
    scores.gold[row] = labels.scoreOf(key, candidates[scores.candidate[row]!]!) ?? Number.NaN;
  }
  for (let row = 0; row < pairs.length; row++) {
    if (!Number.isNaN(pairs.gold[row]!)) continue;
    const { key } = items[pairs.item[row]!]!;
    const [first, second] = [candidates[pairs.first[row]!]!, candidates[pairs.second[row]!]!];
    pairs.gold[row] = labels.preferenceFor(key, first, second) ?? Number.NaN;
  }
}
