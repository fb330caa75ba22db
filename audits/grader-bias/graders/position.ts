import type { Estimate, EvidenceTable, Unavailable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import { counted, shortP } from '../../../src/audit/wording.ts';
import {
  binomialTest,
  deriveSeed,
  holmAdjusted,
  meanEstimate,
  pairedMeanDifference,
  signFlipTest,
} from '../../../src/statistics/index.ts';
import { fewerResamples } from '../options.ts';
import type { Question } from '../question.ts';
import { clusterNames, picked, positionsWhere } from '../units.ts';
import { type BothOrders, bothOrders } from './both-orders.ts';
import { type KinPlaces, kinPlaces } from './kin-places.ts';

/** What one grader makes of the place of an answer. */
export interface PositionEffect {
  readonly grader: string;
  /** Pairs judged once in either order; what follows is about these. */
  readonly pairs: number;
  /** The same answer was preferred, or a tie was said, both times. */
  readonly agreeing: number;
  /** The answer shown first was preferred both times, and the one shown second. */
  readonly bothFirst: number;
  readonly bothSecond: number;
  /** A tie was said in one order alone. */
  readonly halfTies: number;
  /** Judgments in one order alone, and those of which the order is not known. */
  readonly single: number;
  readonly orderUnknown: number;
  /** Share of the pairs with the same winner. */
  readonly consistency: Estimate | Unavailable;
  /** (bothFirst - bothSecond) / pairs, in [-1, 1]. */
  readonly primacy: Estimate | Unavailable;
  /**
   * Exact binomial of bothFirst against bothSecond, or sign flips of clusters where one holds several
   * of them; undefined where there is neither.
   */
  readonly pValue: number | undefined;
  /** Adjusted over the graders. */
  readonly holmPValue: number | undefined;
  /** How far place explains a preference for kin. */
  readonly kin: KinPlaces;
}

/** Position bias of every counted grader with judgments of pairs. */
export function positionEffects(question: Question): PositionEffect[] {
  const { pairs } = question.judgments;
  const matched = bothOrders(question);
  const present = new Set(pairs.grader);
  const raw = question.graders
    .filter((grader) => present.has(grader))
    .map((grader) => effectOf(grader, matched, question));
  const tested = raw.flatMap(({ pValue }) => pValue ?? []);
  const adjusted = holmAdjusted(tested)[Symbol.iterator]();
  return raw.map((effect) => ({
    ...effect,
    holmPValue: effect.pValue === undefined ? undefined : adjusted.next().value,
  }));
}

function effectOf(
  grader: number,
  matched: BothOrders,
  question: Question,
): Omit<PositionEffect, 'holmPValue'> {
  const { judgments, options } = question;
  const name = judgments.graders[grader]!;
  const own = positionsWhere(
    matched.length,
    (match) => judgments.pairs.grader[matched.straight[match]!] === grader,
  );
  const outcomes = Array.from(own, (match) => outcomeOf(match, matched, question));
  const is = (wanted: PairOutcome): number[] =>
    outcomes.map((outcome) => (outcome === wanted ? 1 : 0));
  const [agreeing, first, second] = [is('same'), is('first'), is('second')];
  const clusters = clusterNames(
    picked(judgments.pairs.item, picked(matched.straight, own)),
    question,
  );
  const [bothFirst, bothSecond] = [total(first), total(second)];
  const single = matched.single[grader]!;
  const estimated = (title: string, estimate: () => Estimate): Estimate | Unavailable =>
    own.length > 0 ? estimate() : { kind: 'unavailable', title, reason: whyNotMeasurable(single) };
  const [same, primacy] = [
    `${name}: pairs with the same winner in both orders`,
    `${name}: preference for the first place`,
  ];
  return {
    grader: name,
    pairs: own.length,
    agreeing: total(agreeing),
    bothFirst,
    bothSecond,
    halfTies: own.length - total(agreeing) - bothFirst - bothSecond,
    single,
    orderUnknown: matched.orderUnknown[grader]!,
    consistency: estimated(same, () =>
      estimateOf(same, 'proportion', meanEstimate(agreeing, clusters, options)),
    ),
    primacy: estimated(primacy, () =>
      estimateOf(primacy, 'points', pairedMeanDifference(first, second, clusters, options)),
    ),
    pValue: placeTest(name, first, second, clusters, question),
    kin: kinPlaces(grader, picked(matched.straight, own), picked(matched.turned, own), question),
  };
}

/** Is the first place preferred as often as the second? Repeats and pairs of one item share their luck. */
function placeTest(
  grader: string,
  first: readonly number[],
  second: readonly number[],
  clusters: readonly string[],
  { seed, options }: Question,
): number | undefined {
  const sums = new Map<string, number>();
  let decided = 0;
  for (const [pair, cluster] of clusters.entries()) {
    const sign = first[pair]! - second[pair]!;
    if (sign === 0) continue;
    decided++;
    sums.set(cluster, (sums.get(cluster) ?? 0) + sign);
  }
  if (decided === 0) return undefined;
  if (sums.size === decided) return binomialTest(total(first), decided).pValue;
  return signFlipTest([...sums.values()], {
    resamples: fewerResamples(options),
    seed: deriveSeed(seed, `grader-bias/position/${grader}`),
  }).pValue;
}

/** `first`: the answer shown first won both times. */
type PairOutcome = 'same' | 'first' | 'second' | 'half-tie';

function outcomeOf(
  match: number,
  { straight, turned }: BothOrders,
  { judgments: { pairs } }: Question,
): PairOutcome {
  const once = Math.sign(pairs.preference[straight[match]!]! - 0.5);
  const again = Math.sign(pairs.preference[turned[match]!]! - 0.5);
  if (once + again === 0) return 'same';
  if (once !== again) return 'half-tie';
  return once > 0 ? 'first' : 'second';
}

function total(flags: readonly number[]): number {
  return flags.reduce((sum, flag) => sum + flag, 0);
}

function whyNotMeasurable(single: number): string {
  return single > 0
    ? `not measurable: ${counted(single, 'pair')} shown in one order only; ask again with the answers swapped`
    : 'not measurable: no judgment was read whose order is known';
}

/** Position bias grader by grader, with what it could make of a preference for kin. */
export function positionTable(effects: readonly PositionEffect[]): EvidenceTable {
  return {
    title: 'When the answers change places',
    columns: [
      { key: 'grader', title: 'Grader' },
      { key: 'pairs', title: 'Pairs in both orders' },
      { key: 'consistency', title: 'Same winner' },
      { key: 'bothFirst', title: 'First place both times' },
      { key: 'bothSecond', title: 'Second place both times' },
      { key: 'halfTies', title: 'A tie in one order' },
      { key: 'primacy', title: 'Preference for the first place' },
      { key: 'pValue', title: 'p' },
      { key: 'holmPValue', title: 'p after Holm' },
      { key: 'kinFirst', title: 'Kin shown first' },
      { key: 'kinFavour', title: 'Favour for kin that place explains' },
      { key: 'single', title: 'In one order only' },
      { key: 'orderUnknown', title: 'Order unknown' },
    ],
    rows: effects.map((effect) => ({
      grader: effect.grader,
      pairs: effect.pairs,
      consistency: effect.consistency,
      bothFirst: effect.bothFirst,
      bothSecond: effect.bothSecond,
      halfTies: effect.halfTies,
      primacy: effect.primacy,
      pValue: effect.pValue === undefined ? null : shortP(effect.pValue),
      holmPValue: effect.holmPValue === undefined ? null : shortP(effect.holmPValue),
      kinFirst: effect.kin.shownFirst,
      kinFavour: effect.kin.favour,
      single: effect.single,
      orderUnknown: effect.orderUnknown,
    })),
    note: 'Preference for the first place: (first both times - second both times) / pairs. p: exact binomial of the two, or sign flips of whole clusters where some hold several such pairs; Holm’s family holds the graders. Kin: pairs with exactly one answer of the grader’s own kin. Place explains (share of kin shown first - ½) × 2 × (how much more often than half the first place wins, on the pairs in both orders), in points of the share that kin wins; shown in both orders, that is 0.',
  };
}
