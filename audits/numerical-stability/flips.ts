import type { Estimate } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import type { ItemAnswers, ItemScores } from '../../src/evidence/evidence.ts';
import { deriveSeed, meanEstimate, pairedDifference } from '../../src/statistics/index.ts';
import {
  type ArithmeticCondition,
  arithmeticConditions,
  conditionTitle,
  type Question,
} from './question.ts';

/** What became of one model's answers on one track when only the arithmetic was another. */
export interface Flips {
  readonly model: string;
  readonly track: string;
  readonly condition: ArithmeticCondition;
  /** Share of items whose answer is another one. */
  readonly rate: Estimate;
  /** Score under the condition minus the score as it is; absent where there is none to compare. */
  readonly shift?: Estimate;
  readonly changed: number;
  /** Of right-or-wrong scores: answers that became wrong, and right. */
  readonly lost?: number;
  readonly won?: number;
  /** Items of which one of the two answers could not be read: that counts as another answer unless both could not. */
  readonly unread: number;
  /** Keys of the items whose answer changed. */
  readonly itemKeys: readonly string[];
}

/** Every model's answers under every such condition, beside its answers to the items as they are. */
export function flipsOf(question: Question): Flips[] {
  const { answers } = question.evidence.scores;
  return headlineAnswers(answers).flatMap((real) =>
    arithmeticConditions.flatMap((condition) => {
      const other = answers.find(
        (one) =>
          one.condition === condition &&
          one.model === real.model &&
          one.track === real.track &&
          one.extractor === real.extractor,
      );
      return other === undefined ? [] : (flipsBetween(real, other, condition, question) ?? []);
    }),
  );
}

/** Of each model and track the answers that its headline goes by: generated ones before likelihoods. */
export function headlineAnswers(answers: readonly ItemAnswers[]): ItemAnswers[] {
  const real = answers.filter(({ condition }) => condition === 'real');
  return real.filter(
    (one) =>
      one.extractor !== 'likelihood' ||
      !real.some(
        ({ model, track, extractor }) =>
          model === one.model && track === one.track && extractor !== 'likelihood',
      ),
  );
}

function flipsBetween(
  real: ItemAnswers,
  other: ItemAnswers,
  condition: ArithmeticCondition,
  question: Question,
): Flips[] | undefined {
  const { model, track } = real;
  const keys = [...real.contentOf.keys()].filter((key) => other.contentOf.has(key)).sort();
  if (keys.length === 0) return undefined;
  const contents = keys.map((key) => [real.contentOf.get(key)!, other.contentOf.get(key)!]);
  const changed = contents.map(([before, after]) => Number(before !== after));
  const { level } = question.options;
  const clusterIds = clusterIdsOf(keys, question.evidence.clusters);
  const title = `${model}, ${track}: answers that change (${conditionTitle(condition)})`;
  const rate = estimateOf(title, 'proportion', meanEstimate(changed, clusterIds, { level }));
  return [
    {
      model,
      track,
      condition,
      rate,
      changed: changed.reduce((sum, one) => sum + one, 0),
      unread: contents.filter((pair) => pair.some((one) => one === null)).length,
      itemKeys: keys.filter((_, index) => changed[index] === 1),
      ...scoreShift(real, condition, question),
    },
  ];
}

/** The change of the score, and which way single answers went. */
function scoreShift(
  { model, track }: ItemAnswers,
  condition: string,
  question: Question,
): Pick<Flips, 'shift' | 'lost' | 'won'> {
  const before = headlineScores(question, model, track, 'real');
  const after = headlineScores(question, model, track, condition);
  if (before === undefined || after === undefined || before.metric !== after.metric) return {};
  const later = new Map(after.itemKeys.map((key, index) => [key, after.values[index]!]));
  const shared = [...before.itemKeys.keys()].filter((index) => later.has(before.itemKeys[index]!));
  if (shared.length === 0) return {};
  const keys = shared.map((index) => before.itemKeys[index]!);
  const first = shared.map((index) => before.values[index]!);
  const second = keys.map((key) => later.get(key)!);
  const { level } = question.options;
  const seed = deriveSeed(question.seed, `numerical-stability/${model}/${track}/${condition}`);
  const clusterIds = clusterIdsOf(keys, question.evidence.clusters);
  const difference = pairedDifference(second, first, clusterIds, { level, seed });
  const title = `${model}, ${track}: change of the score (${conditionTitle(condition)})`;
  const isBinary = [...first, ...second].every((value) => value === 0 || value === 1);
  const count = (from: number, to: number): number =>
    first.filter((value, index) => value === from && second[index] === to).length;
  return {
    shift: estimateOf(title, 'points', difference),
    ...(isBinary && { lost: count(1, 0), won: count(0, 1) }),
  };
}

/** A model's headline scores on a track under a condition. */
export function headlineScores(
  { evidence }: Question,
  model: string,
  track: string,
  condition: string,
): ItemScores | undefined {
  return evidence.scores.itemScores.find(
    (one) =>
      one.primary &&
      one.model === model &&
      one.track === track &&
      one.condition === condition &&
      one.itemKeys.length > 0,
  );
}
