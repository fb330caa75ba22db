import type { Rejection } from '../../benchmark/readers/reader.ts';
import type { GoodRecord } from '../../benchmark/readers/records.ts';
import { answersOf, cellNumber, cellText } from './cells.ts';
import type {
  JudgmentContext,
  JudgmentReader,
  JudgmentRow,
  PairRow,
  RowItem,
} from './judgment-row.ts';
import { answerInPrompt } from './mt-bench-prompt.ts';

type Row = GoodRecord['value'];
type Convert = (record: GoodRecord, context: JudgmentContext) => JudgmentRow | Rejection;

/** What FastChat writes for a request that failed. */
const failedText = '$ERROR$';

/**
 * MT-bench judgments of single answers (`model_judgment/{judge}_single.jsonl`): a score of 1 to 10,
 * or -1 where none could be read. The second turn is an item of its own in the question's cluster.
 *
 * Source: lm-sys/FastChat, fastchat/llm_judge/common.py.
 */
export const mtBenchSingle: JudgmentReader = mtBench('mt-bench-single', ['model', 'score'], single);

/** MT-bench judgments of two answers (`{judge}_pair.jsonl`): both orders in one row, `model_1` first in `g1`. */
export const mtBenchPair: JudgmentReader = mtBench(
  'mt-bench-pair',
  ['model_1', 'model_2', 'g1_winner'],
  pair,
);

/** MT-bench votes of people and of GPT-4 as published on the Hub: `model_a`, `model_b`, `winner`. */
export const mtBenchVotes: JudgmentReader = mtBench(
  'mt-bench-votes',
  ['model_a', 'model_b', 'winner', 'judge'],
  vote,
);

function mtBench(id: string, columns: readonly string[], convert: Convert): JudgmentReader {
  return {
    id,
    scale: [1, 10],
    sniff: ({ records }) =>
      records.every(({ value }) => ['question_id', ...columns].every((name) => name in value)),
    open: (context) => ({
      convert: (record) => convert(record, context),
    }),
  };
}

function single({ line, value }: GoodRecord, context: JudgmentContext): JudgmentRow | Rejection {
  const [item, candidate] = [itemOf(value), cellText(value.model)];
  if (!item || candidate === undefined) return unnamed(line, 'question_id or model');
  const score = cellNumber(value.score);
  const read = score === undefined || score === -1 ? 'unparsed' : score;
  const outcome = value.judgment === failedText ? 'failed' : read;
  const grader = graderOf(value, context);
  return {
    line,
    item,
    judgments: [{ kind: 'score', grader, candidate, score: outcome }],
    answers: answersOf([candidate, answerInPrompt(value.user_prompt)]),
  };
}

function pair({ line, value }: GoodRecord, context: JudgmentContext): JudgmentRow | Rejection {
  const [item, one, two] = [itemOf(value), cellText(value.model_1), cellText(value.model_2)];
  if (!item || one === undefined || two === undefined)
    return unnamed(line, 'question_id, model_1 or model_2');
  const grader = graderOf(value, context);
  const game = (name: 'g1' | 'g2', first: string, second: string): PairRow => ({
    kind: 'pair',
    grader,
    first,
    second,
    orderKnown: true,
    preference:
      value[`${name}_judgment`] === failedText
        ? 'failed'
        : preferenceOf(value[`${name}_winner`], name === 'g1' ? 'model_1' : 'model_2'),
  });
  const judgments = [game('g1', one, two), ...('g2_winner' in value ? [game('g2', two, one)] : [])];
  const prompt = value.g1_user_prompt;
  const answers = answersOf([one, answerInPrompt(prompt, 'A')], [two, answerInPrompt(prompt, 'B')]);
  return { line, item, judgments, answers };
}

function vote({ line, value }: GoodRecord, context: JudgmentContext): JudgmentRow | Rejection {
  const [item, first, second] = [itemOf(value), cellText(value.model_a), cellText(value.model_b)];
  if (!item || first === undefined || second === undefined)
    return unnamed(line, 'question_id, model_a or model_b');
  const preference = preferenceOf(value.winner, 'model_a');
  const grader = graderOf(value, context);
  const turn = cellNumber(value.turn) ?? 1;
  const answers = answersOf(
    [first, answerIn(value.conversation_a, turn)],
    [second, answerIn(value.conversation_b, turn)],
  );
  return {
    line,
    item,
    judgments: [{ kind: 'pair', grader, first, second, orderKnown: true, preference }],
    answers,
  };
}

/** The preference for the answer called `first`; FastChat writes `error` where it read no winner. */
function preferenceOf(winner: unknown, first: string): number | 'unparsed' {
  const name = cellText(winner)?.toLowerCase();
  if (name === undefined || name === 'error') return 'unparsed';
  if (name.startsWith('tie')) return 0.5;
  if (!/^model_[12ab]$/.test(name)) return 'unparsed';
  return name === first ? 1 : 0;
}

function itemOf(row: Row): RowItem | undefined {
  const id = cellText(row.question_id);
  if (id === undefined) return undefined;
  const turn = cellNumber(row.turn) ?? 1;
  const subset = cellText(row.category);
  return {
    name: id,
    ...(turn !== 1 && { part: `#turn${turn}` }),
    cluster: id,
    ...(subset !== undefined && { subset }),
  };
}

/** `judge` is a name, or a list of the name and the prompt's. */
function graderOf(row: Row, context: JudgmentContext): string | undefined {
  const judge: unknown = Array.isArray(row.judge) ? row.judge[0] : row.judge;
  return cellText(judge) ?? context.grader;
}

/** What the assistant said in a turn of a conversation of user and assistant. */
function answerIn(conversation: unknown, turn: number): string | undefined {
  const message: unknown = Array.isArray(conversation) ? conversation[turn * 2 - 1] : undefined;
  if (typeof message !== 'object' || message === null || !('content' in message)) return undefined;
  return typeof message.content === 'string' ? message.content : undefined;
}

function unnamed(line: number, what: string): Rejection {
  return { line, rejected: 'no-name', detail: `the row has no ${what}` };
}
