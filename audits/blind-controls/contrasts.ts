import type { Estimate } from '../../src/audit/audit.ts';
import type { ItemScores } from '../../src/evidence/evidence.ts';
import {
  type DetectableDifference,
  deriveSeed,
  holmAdjusted,
  type PairedDifference,
  pairedDetectableDifference,
  pairedDifference,
} from '../../src/statistics/index.ts';
import { type ControlId, conditionTitle, controlIds } from './conditions.ts';
import { clusterIdsOf, type Question, type Side, trackKeys } from './sides.ts';
import { askedTitle, estimateOf } from './wording.ts';

/** A model's scores with the image and under a control, on the items that have both. */
export interface Pairs {
  readonly itemKeys: readonly string[];
  readonly clusterIds: readonly string[];
  /** f64[pairs]. */
  readonly real: readonly number[];
  readonly control: readonly number[];
  /** `control` with a guess's expected score where no answer could be read: a refusal is no gain. */
  readonly guarded: readonly number[];
  /** Control answers that could not be read. */
  readonly unread: number;
  /** Items of the track without a pair. */
  readonly missing: number;
}

/** What the image adds to one model's score on one track, against one control. */
export interface Contrast {
  readonly side: Side;
  readonly control: ControlId;
  readonly pairs: Pairs;
  readonly difference: PairedDifference;
  /** Image-attributable gain: mean of real minus control. */
  readonly gain: Estimate;
  /** Adjusted over every whole-track contrast of the run. */
  readonly holmPValue: number;
  readonly detectable: DetectableDifference;
}

/** Every model's gain against every control that was recorded for it, on whole tracks. */
export function contrastsOf(sides: readonly Side[], question: Question): Contrast[] {
  const raw = sides.flatMap((side) =>
    controlIds.flatMap((control) => {
      const pairs = pairsOf(side, control, question);
      return pairs === undefined ? [] : [contrast(side, control, pairs, question)];
    }),
  );
  const adjusted = holmAdjusted(raw.map(({ difference }) => difference.pValue));
  return raw.map((one, index) => ({ ...one, holmPValue: adjusted[index]! }));
}

/** Pairs of a model's scores; undefined where there is none. */
export function pairsOf(side: Side, control: string, question: Question): Pairs | undefined {
  const real = side.scores.get('real');
  const other = side.scores.get(control);
  if (real === undefined || other === undefined) return undefined;
  const under = scoreByItem(other);
  const shared = [...real.itemKeys.keys()].filter((index) => under.has(real.itemKeys[index]!));
  if (shared.length === 0) return undefined;
  const itemKeys = shared.map((index) => real.itemKeys[index]!);
  const unparsed = new Set(other.unparsedKeys);
  const values = itemKeys.map((key) => under.get(key)!);
  const { chance } = question.evidence.baselines;
  return {
    itemKeys,
    clusterIds: clusterIdsOf(itemKeys, question),
    real: shared.map((index) => real.values[index]!),
    control: values,
    guarded: itemKeys.map((key, at) => (unparsed.has(key) ? (chance.get(key) ?? 0) : values[at]!)),
    unread: itemKeys.filter((key) => unparsed.has(key)).length,
    missing: trackKeys(question, side.track).length - itemKeys.length,
  };
}

/** Score by item key. */
export function scoreByItem({ itemKeys, values }: ItemScores): ReadonlyMap<string, number> {
  return new Map(itemKeys.map((key, index) => [key, values[index]!]));
}

function contrast(
  side: Side,
  control: ControlId,
  pairs: Pairs,
  { options, seed }: Question,
): Omit<Contrast, 'holmPValue'> {
  const { model, track } = side;
  const difference = pairedDifference(pairs.real, pairs.control, pairs.clusterIds, {
    level: options.level,
    seed: deriveSeed(seed, `blind-controls/${track}/${model}/${control}`),
  });
  const title = `${askedTitle(track)}: what the image adds to ${model}’s score (against: ${conditionTitle(control).toLowerCase()})`;
  return {
    side,
    control,
    pairs,
    difference,
    gain: estimateOf(title, 'score', difference),
    detectable: detectableGain(pairs, difference.effectiveN, options),
  };
}

/** Discordance taken for granted where no pair differs. */
const assumedDiscordance = 0.2;

/** For graded scores the mean square of the differences stands for the discordance. */
function detectableGain(
  { real, control }: Pairs,
  effectiveN: number,
  { level, power }: Question['options'],
): DetectableDifference {
  const meanSquare =
    real.reduce((sum, value, item) => sum + (value - control[item]!) ** 2, 0) / real.length;
  const discordance = meanSquare > 0 ? meanSquare : assumedDiscordance;
  return pairedDetectableDifference({ effectiveN, discordance, alpha: 1 - level, power });
}
