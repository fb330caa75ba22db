import type { Estimate } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { parseConditionName } from '../../src/conditions/condition-name.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import type { ItemScores } from '../../src/evidence/evidence.ts';
import { meanEstimate } from '../../src/statistics/index.ts';
import { type AnswerOf, answersOf } from './answers.ts';
import type { Question } from './question.ts';
import { type VarianceComponents, varianceComponents } from './variance-components.ts';

/** What one model's sampled answers on one track say of a single draw. */
export interface Repeats {
  readonly model: string;
  readonly track: string;
  readonly runs: number;
  readonly components: VarianceComponents;
  /** Mean score over all draws, with what items and draws cost. */
  readonly score: Estimate;
  /** Share of items that are not answered alike in all draws. */
  readonly unsteady: Estimate;
  /** Lowest and highest score of a single draw. */
  readonly lowest: number;
  readonly highest: number;
  /** Score of the answer that most draws give. */
  readonly majority: Estimate;
  /** Right in at least one draw, and in all; right-or-wrong scores only. */
  readonly anyRight?: Estimate;
  readonly allRight?: Estimate;
}

/** Sampled answers of every model, on the items that all its draws have. */
export function repeatsOf(question: Question): Repeats[] {
  const { itemScores } = question.evidence.scores;
  const answerOf = answersOf(question.evidence.benchmark.responses);
  const sampled = itemScores.filter(
    ({ primary, condition }) => primary && parseConditionName(condition)?.id === 'sampled',
  );
  const groups = new Map<string, ItemScores[]>();
  for (const draw of sampled) {
    const name = JSON.stringify([draw.model, draw.track]);
    groups.set(name, [...(groups.get(name) ?? []), draw]);
  }
  return [...groups.values()].flatMap((draws) =>
    draws.length < 2 ? [] : (repeats(inOrder(draws), question, answerOf) ?? []),
  );
}

function inOrder(draws: readonly ItemScores[]): readonly ItemScores[] {
  const number = ({ condition }: ItemScores): number => parseConditionName(condition)?.repeat ?? 0;
  return [...draws].sort((a, b) => number(a) - number(b));
}

function repeats(
  draws: readonly ItemScores[],
  question: Question,
  answerOf: AnswerOf,
): Repeats | undefined {
  const { model, track } = draws[0]!;
  const columns = draws.map(
    ({ itemKeys, values }) => new Map(itemKeys.map((key, index) => [key, values[index]!])),
  );
  const keys = [...columns[0]!.keys()].filter((key) => columns.every((one) => one.has(key))).sort();
  if (keys.length < 2) return undefined;
  const scores = keys.map((key) => columns.map((column) => column.get(key)!));
  const given = answersByItem(keys, draws, question, answerOf);
  const clusterIds = clusterIdsOf(keys, question.evidence.clusters);
  const { level } = question.options;
  const estimate = (title: string, unit: 'proportion' | 'score', values: readonly number[]) =>
    estimateOf(
      `${model}, ${track}: ${title}`,
      unit,
      meanEstimate([...values], clusterIds, { level }),
    );
  const runs = draws.map((_, run) => meanOf(scores.map((row) => row[run]!)));
  const isBinary = scores.flat().every((value) => value === 0 || value === 1);
  const unsteady = given.map((answers) => Number(new Set(answers).size > 1));
  const majority = scores.map((row, item) => majorityScore(row, given[item]!));
  const [any, all] = [Math.max, Math.min].map((most) => scores.map((row) => most(...row)));
  return {
    model,
    track,
    runs: draws.length,
    components: varianceComponents(scores),
    score: estimate(`mean score of ${draws.length} draws`, 'score', scores.map(meanOf)),
    unsteady: estimate('items not answered alike in all draws', 'proportion', unsteady),
    lowest: Math.min(...runs),
    highest: Math.max(...runs),
    majority: estimate('score of the answer most draws give', 'score', majority),
    ...(isBinary && {
      anyRight: estimate('right in at least one draw', 'proportion', any!),
      allRight: estimate('right in all draws', 'proportion', all!),
    }),
  };
}

/** Every item's answers, draw by draw, as they are told apart. */
function answersByItem(
  keys: readonly string[],
  draws: readonly ItemScores[],
  { evidence }: Question,
  answerOf: AnswerOf,
): readonly (readonly string[])[] {
  const read = draws.map(({ model, track, condition, extractor }) => {
    const own = evidence.scores.answers.filter(
      (one) => one.model === model && one.track === track && one.condition === condition,
    );
    return own.find((one) => one.extractor === extractor) ?? own[0];
  });
  return keys.map((key) => read.map((one) => (one === undefined ? '' : answerOf(one, key))));
}

/** Mean score of the answer that most draws give; of several as frequent, the mean of theirs. */
function majorityScore(scores: readonly number[], answers: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return meanOf(scores.filter((_, draw) => counts.get(answers[draw]!) === most));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
