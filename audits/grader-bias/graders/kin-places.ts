import type { Estimate, Unavailable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import { percent } from '../../../src/audit/wording.ts';
import { meanEstimate, pairedMeanDifference } from '../../../src/statistics/index.ts';
import { countedRows, type Question } from '../question.ts';
import { clusterNames, picked } from '../units.ts';
import { anyKin, ownSide } from './own-side.ts';

/** Where a grader saw the answers of its kin, and what that alone could do for them. */
export interface KinPlaces {
  /** Share of its judgments of kin beside others in which kin was shown first. */
  readonly shownFirst: Estimate | Unavailable;
  /** By how much place lifts the share of such pairs that kin wins: lift x (2 x share - 1). */
  readonly favour: Estimate | Unavailable;
}

/**
 * Could place explain a preference for kin? A grader that gives the first place `lift` more than
 * half of all wins gives kin, shown first in a share q, lift x (2 q - 1) more than half of its own.
 * q is taken as designed, not as sampled: the interval is that of the lift, scaled.
 *
 * @param grader Its position.
 * @param straight u32[pairs] and `turned`: rows of its judgments of the same pairs in either order.
 */
export function kinPlaces(
  grader: number,
  straight: Uint32Array,
  turned: Uint32Array,
  question: Question,
): KinPlaces {
  const { judgments, options, relations } = question;
  const name = judgments.graders[grader]!;
  const titles = {
    shownFirst: `${name}: answers of its kin shown first`,
    favour: `${name}: favour for kin that place explains`,
  };
  const { rows, isFirst } = kinRows(grader, question);
  if (rows.length === 0) {
    const reason = `it judged no answer of its kin beside one of another ${relations.by} in a known order`;
    return {
      shownFirst: { kind: 'unavailable', title: titles.shownFirst, reason },
      favour: { kind: 'unavailable', title: titles.favour, reason },
    };
  }
  const clusters = clusterNames(picked(judgments.pairs.item, rows), question);
  const share = meanEstimate(isFirst, clusters, options);
  const imbalance = 2 * share.value - 1;
  return {
    shownFirst: estimateOf(titles.shownFirst, 'proportion', share),
    favour: scaled(firstPlaceLift(straight, turned, question), imbalance, titles.favour),
  };
}

/** Read judgments of exactly one answer of kin, in known order. */
function kinRows(grader: number, question: Question): { rows: Uint32Array; isFirst: number[] } {
  const { judgments, relations } = question;
  const { pairs } = judgments;
  const related = relations.of[grader]!;
  const side = (row: number) =>
    ownSide(related[pairs.first[row]!]!, related[pairs.second[row]!]!, anyKin);
  const rows = countedRows(pairs, [grader]).filter(
    (row) => pairs.orderKnown[row] === 1 && side(row) !== undefined,
  );
  return { rows, isFirst: Array.from(rows, (row) => (side(row) === 'first' ? 1 : 0)) };
}

/** How much more than half the first place wins, over both orders of the same pairs. */
function firstPlaceLift(
  straight: Uint32Array,
  turned: Uint32Array,
  question: Question,
): ReturnType<typeof pairedMeanDifference> | undefined {
  if (straight.length === 0) return undefined;
  const { item, preference } = question.judgments.pairs;
  const first = Array.from(
    straight,
    (row, pair) => (preference[row]! + preference[turned[pair]!]!) / 2,
  );
  return pairedMeanDifference(
    first,
    first.map(() => 0.5),
    clusterNames(picked(item, straight), question),
    question.options,
  );
}

function scaled(
  lift: ReturnType<typeof pairedMeanDifference> | undefined,
  imbalance: number,
  title: string,
): Estimate | Unavailable {
  if (lift === undefined) {
    const most = percent(Math.abs(imbalance) / 2);
    return {
      kind: 'unavailable',
      title,
      reason: `no pair was judged in both orders; a grader that always took one place would make it up to ${most} of the pairs`,
    };
  }
  const { lower, upper } = lift.interval;
  const ends = [imbalance * lower, imbalance * upper];
  return estimateOf(title, 'points', {
    ...lift,
    value: imbalance * lift.value,
    interval: { ...lift.interval, lower: Math.min(...ends), upper: Math.max(...ends) },
  });
}
