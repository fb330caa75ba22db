import type { Estimate, Unavailable, Verdict } from '../../src/audit/audit.ts';
import {
  deriveSeed,
  type Interval,
  pairedMeanDifference,
  type RatioEstimate,
  shareAboveChance,
} from '../../src/statistics/index.ts';
import { conditionTitle, controlIds } from './conditions.ts';
import type { Contrast, Pairs } from './contrasts.ts';
import type { BlindControlsOptions } from './options.ts';
import type { Question } from './sides.ts';
import { askedTitle, estimateOf } from './wording.ts';

/** What a score is corrected for, in a sentence. */
export const chanceTitle: Readonly<Record<BlindControlsOptions['chance'], string>> = {
  guess: 'a guess',
  'prior-per-template': 'the template’s usual answer',
};

/** The contrast that decides for one model and track, with what is kept without the image. */
export interface Decision {
  readonly contrast: Contrast;
  /** Share of what the score has above a uniform guess that is kept without the image. */
  readonly overGuess: Estimate | Unavailable;
  /** The same above the template's most frequent train answer. */
  readonly overPrior: Estimate | Unavailable;
  readonly verdict: Verdict;
}

/**
 * Judges every model and track on its deciding control. All judged comparisons together may be
 * wrong once in 1 - level: each is held against an interval at 1 - (1 - level) / comparisons.
 */
export function decide(contrasts: readonly Contrast[], question: Question): Decision[] {
  const deciding = decidingContrasts(contrasts, question);
  const judged = deciding.filter(({ side }) => side.judged).length;
  const level = familyLevel(judged, question.options);
  return deciding.map((contrast) => ({
    contrast,
    overGuess: keptShare(contrast, 'guess', question),
    overPrior: keptShare(contrast, 'prior-per-template', question),
    verdict: judge(contrast, level, question),
  }));
}

/** Level of each interval behind a verdict. */
export function familyLevel(judged: number, { level }: BlindControlsOptions): number {
  return 1 - (1 - level) / Math.max(1, judged);
}

/** Of each model and track the control that was asked for, or the first that was recorded. */
function decidingContrasts(contrasts: readonly Contrast[], question: Question): Contrast[] {
  const { control, minItems } = question.options;
  const order = control === undefined ? controlIds : [control];
  const enough = contrasts.filter(
    ({ pairs }) => pairs.itemKeys.length >= minItems && new Set(pairs.clusterIds).size >= 2,
  );
  const sides = [...new Set(enough.map(({ side }) => side))];
  return sides.flatMap(
    (side) =>
      order.flatMap(
        (id) => enough.find((one) => one.side === side && one.control === id) ?? [],
      )[0] ?? [],
  );
}

function keptShare(
  contrast: Contrast,
  chance: BlindControlsOptions['chance'],
  question: Question,
): Estimate | Unavailable {
  const { side, control, pairs } = contrast;
  const title = `${askedTitle(side.track)}: share of ${side.model}’s score above ${chanceTitle[chance]} that is kept (${conditionTitle(control).toLowerCase()})`;
  const expected = chanceOf(pairs, side.track, chance, question);
  if (expected === undefined) {
    return { kind: 'unavailable', title, reason: 'no usual answer was fitted' };
  }
  const share = shareOf(contrast, pairs.control, expected, question.options.level, question);
  if (share) return estimateOf(title, 'proportion', share);
  const reason = `the score can not be told from that of ${chanceTitle[chance]}`;
  return { kind: 'unavailable', title, reason };
}

function shareOf(
  { side, pairs }: Contrast,
  control: readonly number[],
  expected: readonly number[],
  level: number,
  question: Question,
): RatioEstimate | undefined {
  const seed = deriveSeed(question.seed, `blind-controls/share/${side.track}/${side.model}`);
  const settings = { level, seed, cautious: true };
  return shareAboveChance(control, pairs.real, expected, pairs.clusterIds, settings);
}

/** Expected score of a guess on each item; undefined where no prior per template was fitted. */
function chanceOf(
  { itemKeys }: Pairs,
  track: string,
  chance: BlindControlsOptions['chance'],
  { evidence }: Question,
): number[] | undefined {
  const { baselines, chance: guess } = evidence.baselines;
  const scores =
    chance === 'guess'
      ? guess
      : baselines.find((one) => one.track === track && one.name === chance)?.scores;
  return scores && itemKeys.map((key) => scores.get(key) ?? 0);
}

/** By intervals alone; a pass must also hold when unread control answers count as guesses. */
function judge(contrast: Contrast, level: number, question: Question): Verdict {
  const { pairs } = contrast;
  const { minGain, maxShare } = question.options;
  const { gain, share } = boundsWith(contrast, pairs.control, level, question);
  if (gain.upper < minGain || (share !== undefined && share.lower > maxShare)) return 'fail';
  const needsImage = ({ gain, share }: JudgedBounds): boolean =>
    gain.lower >= minGain && share !== undefined && share.upper <= maxShare;
  if (!needsImage({ gain, share })) return 'inconclusive';
  const isGuarded =
    pairs.unread === 0 || needsImage(boundsWith(contrast, pairs.guarded, level, question));
  return isGuarded ? 'pass' : 'inconclusive';
}

interface JudgedBounds {
  readonly gain: Interval;
  readonly share: Interval | undefined;
}

function boundsWith(
  contrast: Contrast,
  control: readonly number[],
  level: number,
  question: Question,
): JudgedBounds {
  const { pairs, side } = contrast;
  const expected = chanceOf(pairs, side.track, question.options.chance, question);
  return {
    gain: pairedMeanDifference(pairs.real, control, pairs.clusterIds, { level }).interval,
    share: expected && shareOf(contrast, control, expected, level, question)?.interval,
  };
}
