import type { Estimate } from '../../src/audit/audit.ts';
import {
  type DetectableDifference,
  deriveSeed,
  holmAdjusted,
  type PairedDifference,
  pairedDetectableDifference,
  pairedDifference,
} from '../../src/statistics/index.ts';
import { type ControlId, conditionTitle, controlIds } from './conditions.ts';
import { type Pairs, pairsOf } from './pairs.ts';
import type { Question, Side } from './sides.ts';
import { askedTitle, estimateOf } from './wording.ts';

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
