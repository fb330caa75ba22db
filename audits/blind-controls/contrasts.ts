import type { Estimate, EvidenceTable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { askedTitle, percent, pointsUnsigned, shortP } from '../../src/audit/wording.ts';
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
    gain: estimateOf(title, 'points', difference),
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

/** Every model against every control: gain with its test, all in one family. */
export function contrastTable(contrasts: readonly Contrast[], question: Question): EvidenceTable {
  const { power, level } = question.options;
  return {
    title: 'What the image adds, against every control',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'model', title: 'Model' },
      { key: 'control', title: 'Control' },
      { key: 'gain', title: 'The image adds' },
      { key: 'pValue', title: 'p' },
      { key: 'holmPValue', title: 'p after Holm' },
      { key: 'detectable', title: 'Smallest detectable gain' },
      { key: 'unreadReal', title: 'Answers not read with the image' },
      { key: 'unread', title: 'Answers not read under it' },
      { key: 'missing', title: 'Items without a pair' },
    ],
    rows: contrasts.map((contrast) => ({
      track: contrast.side.track,
      model: contrast.side.model,
      control: conditionTitle(contrast.control),
      gain: contrast.gain,
      pValue: shortP(contrast.difference.pValue),
      holmPValue: shortP(contrast.holmPValue),
      detectable: detectable(contrast),
      unreadReal: contrast.pairs.unread.real,
      unread: contrast.pairs.unread.control,
      missing: contrast.pairs.missing,
    })),
    note: `Paired on the items answered both ways; against “${conditionTitle('none')}” it is MMStar’s multi-modal gain. p: sign flips of whole clusters; Holm’s family holds all rows of this table. Detectable with ${percent(power)} power at ${percent(1 - level)}, unadjusted. A refusal without the image scores 0 and looks like a gain: before anything passes, an answer not read under the control counts as a guess and a missing one as right. Before anything fails, one not read with the image counts as right and one missing under the control as wrong.`,
  };
}

function detectable({ detectable: found }: Contrast): string {
  return found.detectable ? pointsUnsigned(found.difference) : 'none';
}
