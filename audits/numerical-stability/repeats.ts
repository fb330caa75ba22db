import type { Estimate } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { parseConditionName } from '../../src/conditions/condition-name.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import type { ItemAnswers, ItemScores } from '../../src/evidence/evidence.ts';
import { meanEstimate } from '../../src/statistics/index.ts';
import { headlineAnswers } from './flips.ts';
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
  /** Right in at least one draw, and in all; right-or-wrong scores only. */
  readonly anyRight?: Estimate;
  readonly allRight?: Estimate;
}

/** Sampled answers of every model, on the items that all its draws have. */
export function repeatsOf(question: Question): Repeats[] {
  const { answers, itemScores } = question.evidence.scores;
  return headlineAnswers(answers).flatMap(({ model, track }) => {
    const draws = itemScores.filter(
      (one) =>
        one.primary &&
        one.model === model &&
        one.track === track &&
        parseConditionName(one.condition)?.id === 'sampled',
    );
    return draws.length < 2 ? [] : (repeats(model, track, inOrder(draws), question) ?? []);
  });
}

function inOrder(draws: readonly ItemScores[]): readonly ItemScores[] {
  const number = ({ condition }: ItemScores): number => parseConditionName(condition)?.repeat ?? 0;
  return [...draws].sort((a, b) => number(a) - number(b));
}

function repeats(
  model: string,
  track: string,
  draws: readonly ItemScores[],
  question: Question,
): Repeats[] | undefined {
  const columns = draws.map(
    ({ itemKeys, values }) => new Map(itemKeys.map((key, index) => [key, values[index]!])),
  );
  const keys = [...columns[0]!.keys()].filter((key) => columns.every((one) => one.has(key))).sort();
  if (keys.length < 2) return undefined;
  const scores = keys.map((key) => columns.map((column) => column.get(key)!));
  const clusterIds = clusterIdsOf(keys, question.evidence.clusters);
  const { level } = question.options;
  const estimate = (title: string, unit: 'proportion' | 'score', values: readonly number[]) =>
    estimateOf(
      `${model}, ${track}: ${title}`,
      unit,
      meanEstimate([...values], clusterIds, { level }),
    );
  const means = scores.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length);
  const runs = draws.map(
    (_, run) => scores.reduce((sum, row) => sum + row[run]!, 0) / scores.length,
  );
  const isBinary = scores.flat().every((value) => value === 0 || value === 1);
  return [
    {
      model,
      track,
      runs: draws.length,
      components: varianceComponents(scores),
      score: estimate(`mean score of ${draws.length} draws`, 'score', means),
      unsteady: estimate(
        'items not answered alike in all draws',
        'proportion',
        unsteadyOf(keys, model, track, draws, question.evidence.scores.answers),
      ),
      lowest: Math.min(...runs),
      highest: Math.max(...runs),
      ...(isBinary && {
        anyRight: estimate(
          'right in at least one draw',
          'proportion',
          scores.map((row) => Math.max(...row)),
        ),
        allRight: estimate(
          'right in all draws',
          'proportion',
          scores.map((row) => Math.min(...row)),
        ),
      }),
    },
  ];
}

/** 1 for every item whose answers differ among the draws. */
function unsteadyOf(
  keys: readonly string[],
  model: string,
  track: string,
  draws: readonly ItemScores[],
  answers: readonly ItemAnswers[],
): number[] {
  const contents = draws.flatMap(
    ({ condition }) =>
      answers.find(
        (one) =>
          one.model === model &&
          one.track === track &&
          one.condition === condition &&
          one.extractor !== 'likelihood',
      )?.contentOf ?? [],
  );
  return keys.map((key) => Number(new Set(contents.map((one) => one.get(key) ?? null)).size > 1));
}
