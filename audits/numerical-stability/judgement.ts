import type { Verdict } from '../../src/audit/audit.ts';
import { counted, percent, percentBounds } from '../../src/audit/wording.ts';
import { badness, worstVerdict } from '../../src/audit/worst-verdict.ts';
import { normalQuantile } from '../../src/statistics/index.ts';
import type { Decoding } from './decoding.ts';
import type { Flips } from './flips.ts';
import type { NumericalStabilityOptions } from './options.ts';
import { conditionTitle } from './question.ts';

/** What the flips of one model, track and condition come to. */
export interface Judged {
  readonly flips: Flips;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
}

/** Passes with the whole interval within the limit, fails with all of it beyond. */
export function judge(flips: Flips, options: NumericalStabilityOptions): Judged {
  const { interval, n } = flips.rate;
  if (n < options.minItems) return { flips, verdict: 'inconclusive' };
  if (interval.lower > options.maxFlipRate) return { flips, verdict: 'fail' };
  return { flips, verdict: interval.upper <= options.maxFlipRate ? 'pass' : 'inconclusive' };
}

/** The worst of what was asked again; inconclusive where a checkpoint and a declaration disagree. */
export function verdictOf(judged: readonly Judged[], decodings: readonly Decoding[]): Verdict {
  const verdicts: Verdict[] = judged.map(({ verdict }) => verdict);
  if (decodings.some(({ differences }) => differences.length > 0)) verdicts.push('inconclusive');
  return verdicts.length === 0 ? 'inconclusive' : worstVerdict(verdicts);
}

/** The one that decides: the worst, of equal ones that with the highest rate. */
export function decisive(judged: readonly Judged[]): Judged | undefined {
  const [first, ...rest] = judged;
  if (first === undefined) return undefined;
  return rest.reduce((worst, one) => {
    const more = badness(one.verdict) - badness(worst.verdict);
    return more > 0 || (more === 0 && one.flips.rate.value > worst.flips.rate.value) ? one : worst;
  }, first);
}

/** "2 of 40 answers of ours to open questions change with the selection in bfloat16: 5% (95% interval …, 2% allowed)." */
export function flipsSentence(
  { flips }: Judged,
  { maxFlipRate }: NumericalStabilityOptions,
): string {
  const { model, track, condition, rate, changed, lost, won } = flips;
  const ways =
    lost === undefined || won === undefined || changed === 0
      ? ''
      : `; ${lost} from right to wrong, ${won} from wrong to right`;
  return `${changed} of ${counted(rate.n, 'answer')} of ${model} to ${track} questions ${changed === 1 ? 'changes' : 'change'} ${conditionTitle(condition)}: ${percent(rate.value)} (${percentBounds(rate.interval)}, ${percent(maxFlipRate)} allowed)${ways}.`;
}

/** What would make it pass. */
export function remedyOf(
  worst: Judged | undefined,
  decodings: readonly Decoding[],
  options: NumericalStabilityOptions,
): string | undefined {
  const differing = decodings.filter(({ differences }) => differences.length > 0);
  const settle =
    differing.length === 0
      ? ''
      : ` Say how ${differing.map(({ model }) => model).join(' and ')} ${differing.length === 1 ? 'was' : 'were'} decoded, and set it where the answers are made.`;
  if (worst === undefined)
    return `Ask again with battery.conditions: [real, repeated, batched, selector-bfloat16], or record such answers: nothing was asked twice yet.${settle}`;
  if (worst.verdict === 'pass') return settle === '' ? undefined : settle.trim();
  const { model, condition } = worst.flips;
  const rate = percent(options.maxFlipRate);
  const text =
    worst.verdict === 'fail'
      ? `Bring the answers of ${model} that change ${conditionTitle(condition)} to ${rate} at most, its interval included: fix the precision that decides, and publish it with the score.`
      : `Ask ${counted(itemsToPass(options), 'item')} at least: so many without one change would show that at most ${rate} change.`;
  return `${text}${settle}`;
}

/** Items without any change from which Wilson's upper bound z^2 / (n + z^2) is within the limit. */
export function itemsToPass({ level, maxFlipRate, minItems }: NumericalStabilityOptions): number {
  const z = zOf(level);
  if (maxFlipRate <= 0) return Number.POSITIVE_INFINITY;
  return Math.max(minItems, Math.ceil((z ** 2 * (1 - maxFlipRate)) / maxFlipRate - 1e-9));
}

function zOf(level: number): number {
  return normalQuantile(0.5 + level / 2);
}
