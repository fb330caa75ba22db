import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import { scoreByItem } from './common-items.ts';
import type { Question, Side } from './sides.ts';

/** Scores with the image and under a control, item by item. */
export interface PairedScores {
  readonly itemKeys: readonly string[];
  readonly clusterIds: readonly string[];
  /** f64[pairs]. */
  readonly real: readonly number[];
  readonly control: readonly number[];
}

/** A model's scores on the items that have both, and what they would be at either extreme. */
export interface Pairs extends PairedScores {
  /**
   * The least that the image may be worth on all items answered with it that the control can be
   * asked about. Under the control an answer that could not be read is a guess, because a refusal
   * is no gain; one that is missing is right, because nothing is known of it.
   */
  readonly leastGain: PairedScores;
  /** The most: with the image an unread answer is right, under the control a missing one wrong. */
  readonly mostGain: PairedScores;
  /** Answers of pairs that could not be read: with the image, under the control. */
  readonly unread: { readonly real: number; readonly control: number };
  /** Items that can be asked under the control and lack an answer, there or with the image. */
  readonly missing: number;
}

/** Pairs of a model's scores; undefined where there is none. */
export function pairsOf(side: Side, control: string, question: Question): Pairs | undefined {
  const real = side.scores.get('real');
  const other = side.scores.get(control);
  if (real === undefined || other === undefined) return undefined;
  const [scoreOf, under] = [scoreByItem(real), scoreByItem(other)];
  const both = real.itemKeys.filter((key) => under.has(key));
  if (both.length === 0) return undefined;
  const unreadReal = new Set(real.unparsedKeys);
  const unread = new Set(other.unparsedKeys);
  const unanswered = new Set(other.unansweredKeys);
  const all = [...both, ...real.itemKeys.filter((key) => unanswered.has(key))];
  const { chance } = question.evidence.baselines;
  const scores = (
    keys: readonly string[],
    realOf: (key: string) => number,
    controlOf: (key: string) => number,
  ): PairedScores => ({
    itemKeys: keys,
    clusterIds: clusterIdsOf(keys, question.evidence.clusters),
    real: keys.map(realOf),
    control: keys.map(controlOf),
  });
  const asScored = (key: string) => scoreOf.get(key)!;
  return {
    ...scores(both, asScored, (key) => under.get(key)!),
    leastGain: scores(all, asScored, (key) =>
      unread.has(key) ? (chance.get(key) ?? 0) : (under.get(key) ?? 1),
    ),
    mostGain: scores(
      all,
      (key) => (unreadReal.has(key) ? 1 : asScored(key)),
      (key) => under.get(key) ?? 0,
    ),
    unread: { real: countIn(both, unreadReal), control: countIn(both, unread) },
    missing: other.itemKeys.length + other.unansweredKeys.length - both.length,
  };
}

function countIn(keys: readonly string[], wanted: ReadonlySet<string>): number {
  return keys.filter((key) => wanted.has(key)).length;
}
