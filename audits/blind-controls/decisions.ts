import type {
  Estimate,
  EvidenceTable,
  Measure,
  Unavailable,
  Verdict,
} from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { askedTitle, percent, points } from '../../src/audit/wording.ts';
import {
  deriveSeed,
  type Interval,
  pairedMeanDifference,
  type RatioEstimate,
  shareAboveChance,
} from '../../src/statistics/index.ts';
import { conditionTitle, controlIds } from './conditions.ts';
import type { Contrast } from './contrasts.ts';
import type { BlindControlsOptions } from './options.ts';
import type { PairedScores } from './pairs.ts';
import type { Question } from './sides.ts';

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
  /** `not-applicable` where the model is only shown. */
  readonly verdict: Verdict;
  /** What the pairs alone would say, where answers that were not read or are missing could turn it. */
  readonly withheld?: 'pass' | 'fail';
  /** What was held against the thresholds; absent where the model is only shown. */
  readonly held?: HeldIntervals;
}

/** The intervals behind a verdict, at the level of the family. */
export interface HeldIntervals {
  readonly gain: Interval;
  /** Absent where no share is defined. */
  readonly share?: Interval;
}

/**
 * Every model and track on its deciding control. All judged comparisons together may be wrong
 * once in 1 - level: each is held against an interval at 1 - (1 - level) / comparisons.
 */
export function decide(contrasts: readonly Contrast[], question: Question): Decision[] {
  const deciding = decidingContrasts(contrasts, question);
  const judged = deciding.filter(({ side }) => side.judged).length;
  const level = familyLevel(judged, question.options);
  const onlyShown = { verdict: 'not-applicable' } as const;
  return deciding.map((contrast) => ({
    contrast,
    overGuess: keptShare(contrast, 'guess', question),
    overPrior: keptShare(contrast, 'prior-per-template', question),
    ...(contrast.side.judged ? judge(contrast, level, question) : onlyShown),
  }));
}

/** Level of each interval behind a verdict. */
function familyLevel(judged: number, { level }: BlindControlsOptions): number {
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
  const share = shareOf(contrast, pairs, expected, question.options.level, question);
  if (share) return estimateOf(title, 'proportion', share);
  const reason = `the score can not be told from that of ${chanceTitle[chance]}`;
  return { kind: 'unavailable', title, reason };
}

function shareOf(
  { side }: Contrast,
  { real, control, clusterIds }: PairedScores,
  expected: readonly number[],
  level: number,
  question: Question,
): RatioEstimate | undefined {
  const seed = deriveSeed(question.seed, `blind-controls/share/${side.track}/${side.model}`);
  const settings = { level, seed, cautious: true };
  return shareAboveChance(control, real, expected, clusterIds, settings);
}

/** Expected score of a guess on each item; undefined where no prior per template was fitted. */
function chanceOf(
  { itemKeys }: PairedScores,
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

/** By intervals alone; either verdict must hold for whatever is not known of the answers. */
function judge(
  contrast: Contrast,
  level: number,
  question: Question,
): Pick<Decision, 'verdict' | 'withheld' | 'held'> {
  const { pairs } = contrast;
  const held = heldIntervals(pairs, contrast, level, question);
  const verdict = verdictBy(held, question);
  const isKnown = pairs.unread.real + pairs.unread.control + pairs.missing === 0;
  if (verdict === 'inconclusive' || isKnown) return { verdict, held };
  const extreme = verdict === 'fail' ? pairs.mostGain : pairs.leastGain;
  const atWorst = heldIntervals(extreme, contrast, level, question);
  return verdictBy(atWorst, question) === verdict
    ? { verdict, held }
    : { verdict: 'inconclusive', withheld: verdict, held };
}

function heldIntervals(
  scores: PairedScores,
  contrast: Contrast,
  level: number,
  question: Question,
): HeldIntervals {
  const { real, control, clusterIds } = scores;
  const gain = pairedMeanDifference(real, control, clusterIds, { level }).interval;
  const expected = chanceOf(scores, contrast.side.track, question.options.chance, question);
  const share = expected && shareOf(contrast, scores, expected, level, question)?.interval;
  return { gain, ...(share && { share }) };
}

function verdictBy(
  { gain, share }: HeldIntervals,
  { options: { minGain, maxShare } }: Question,
): 'pass' | 'fail' | 'inconclusive' {
  if (gain.upper < minGain || (share !== undefined && share.lower > maxShare)) return 'fail';
  const needsImage = gain.lower >= minGain && share !== undefined && share.upper <= maxShare;
  return needsImage ? 'pass' : 'inconclusive';
}

/** The contrast that decides for each model, and what is kept of its score. */
export function decisionTable(decisions: readonly Decision[], question: Question): EvidenceTable {
  const judged = decisions.filter(({ contrast }) => contrast.side.judged).length;
  const { minGain, maxShare, chance } = question.options;
  const over = chanceTitle[chance];
  return {
    title: 'What the image is worth to each model',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'model', title: 'Model' },
      { key: 'control', title: 'Control' },
      { key: 'gain', title: 'The image adds' },
      { key: 'overGuess', title: 'Kept of the score above a guess' },
      { key: 'overPrior', title: 'Kept above the template’s usual answer' },
      { key: 'missing', title: 'Items without a pair' },
      { key: 'verdict', title: 'Verdict' },
    ],
    rows: decisions.map(({ contrast, overGuess, overPrior, verdict }) => ({
      track: contrast.side.track,
      model: contrast.side.model,
      control: conditionTitle(contrast.control),
      gain: contrast.gain,
      overGuess,
      overPrior,
      missing: contrast.pairs.missing,
      verdict: contrast.side.judged ? verdict : 'not judged',
    })),
    note: `Fails when the gain’s upper bound is below ${points(minGain)} or the lower bound of what is kept above ${over} exceeds ${percent(maxShare)}; passes when both are decided the other way. Either must hold for answers that were not read or are missing, too. ${judged > 1 ? `${judged} comparisons are judged, each by intervals at ${percent(familyLevel(judged, question.options))}.` : ''}`.trim(),
  };
}

export function decisionMeasures(judged: readonly Decision[]): Record<string, Measure> {
  return Object.fromEntries(
    judged.flatMap(({ contrast: { side, gain }, overGuess, overPrior }) => [
      [`${side.track}Gain:${side.model}`, gain],
      [`${side.track}KeptOverGuess:${side.model}`, overGuess],
      [`${side.track}KeptOverPrior:${side.model}`, overPrior],
    ]),
  );
}
