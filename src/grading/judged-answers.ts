import type { Benchmark, Item } from '../benchmark/benchmark.ts';
import { itemStimulus } from '../conditions/item-stimulus.ts';
import { referenceAnswer } from '../scoring/index.ts';
import { answersAsIs } from './answers-as-is.ts';
import { hideNames } from './hide-names.ts';

/** A candidate's answer as graders see it. */
export interface JudgedAnswer {
  readonly candidate: string;
  /** Without reasoning and without the candidate's name. */
  readonly text: string;
}

/** An item with the answers to it, in the order in which models are declared. */
export interface JudgedQuestion {
  readonly item: Item;
  /** With its options, if any. */
  readonly question: string;
  /** Undefined where the item has none. */
  readonly reference?: string;
  readonly answers: readonly JudgedAnswer[];
}

/** The answers that graders are to judge. */
export interface AnswersToJudge {
  readonly questions: readonly JudgedQuestion[];
  /** Answers in which the candidate's name was hidden, by candidate. */
  readonly namesHidden: Readonly<Record<string, number>>;
}

/** Options of `answersToJudge`. */
export interface AnswersToJudgeOptions {
  readonly tracks: readonly Item['track'][];
  /** What each candidate may call itself; see `namesOf`. */
  readonly namesOf: (candidate: string) => readonly string[];
}

/** The answers of all models to the items of some tracks as they are; of several to one item the last. */
export function answersToJudge(
  { test, models, responses }: Pick<Benchmark, 'test' | 'models' | 'responses'>,
  { tracks, namesOf }: AnswersToJudgeOptions,
): AnswersToJudge {
  const texts = answersAsIs(responses);
  const namesHidden: Record<string, number> = {};
  const questions = test.flatMap((item): JudgedQuestion[] => {
    if (!tracks.includes(item.track)) return [];
    const answers = models.flatMap(({ name: candidate }): JudgedAnswer[] => {
      const given = texts.get(candidate)?.get(item.key);
      if (given === undefined) return [];
      const { text, held } = hideNames(given, namesOf(candidate));
      if (held) namesHidden[candidate] = (namesHidden[candidate] ?? 0) + 1;
      return [{ candidate, text }];
    });
    const reference = referenceText(item);
    const { text: question } = itemStimulus(item);
    return [{ item, question, ...(reference !== undefined && { reference }), answers }];
  });
  return { questions, namesHidden };
}

/** Every answer that the row accepts, an option's label with its wording. */
function referenceText(item: Item): string | undefined {
  const texts = [item.answer, ...(item.alternatives ?? [])]
    .filter((answer) => answer.trim() !== '')
    .map((answer) => {
      const label = item.options.length > 0 ? referenceAnswer({ ...item, answer }) : null;
      const option = item.options.find((one) => one.label === label);
      return option === undefined ? answer : `${option.label}. ${option.text}`;
    });
  return texts.length > 0 ? [...new Set(texts)].join('\nor: ') : undefined;
}
