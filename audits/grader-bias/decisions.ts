import { badness } from '../../src/audit/worst-verdict.ts';
import { studentQuantile } from '../../src/statistics/index.ts';
import type { Favour } from './favour.ts';
import type { GraderBiasOptions } from './options.ts';

/** A favour that was judged. */
export interface Decision {
  readonly favour: Favour;
  /** The largest favour allowed, of the scale or of the pairs. */
  readonly limit: number;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
}

/**
 * Judges every favour of the main models. All together may be wrong once in 1 - level: each is held
 * against an interval at 1 - (1 - level) / favours. Harshness towards kin counts like favour.
 */
export function decide(main: readonly Favour[], options: GraderBiasOptions): Decision[] {
  const level = familyLevel(main.length, options);
  return main.map((favour) => {
    const limit = favour.design === 'scores' ? options.maxFavour : options.maxPreference;
    const { value, error, degreesOfFreedom } = favour.coefficient;
    const reach = studentQuantile(1 - (1 - level) / 2, degreesOfFreedom) * error;
    return { favour, limit, verdict: judge(value - reach, value + reach, limit) };
  });
}

/** Level of each interval behind a verdict. */
export function familyLevel(judged: number, { level }: GraderBiasOptions): number {
  return 1 - (1 - level) / Math.max(1, judged);
}

function judge(lower: number, upper: number, limit: number): Decision['verdict'] {
  if (lower > limit || upper < -limit) return 'fail';
  return upper <= limit && lower >= -limit ? 'pass' : 'inconclusive';
}

/** The worst verdict; under equal ones the largest favour first. */
export function worstFirst(decisions: readonly Decision[]): Decision[] {
  const size = ({ favour }: Decision): number => Math.abs(favour.coefficient.value);
  return [...decisions].sort(
    (a, b) => badness(b.verdict) - badness(a.verdict) || size(b) - size(a),
  );
}
