import { badness } from '../../../src/audit/worst-verdict.ts';
import { studentQuantile } from '../../../src/statistics/index.ts';
import { type GraderBiasOptions, limitOf } from '../options.ts';
import type { Favour } from './favour.ts';

/** A favour that was judged. */
export interface Decision {
  readonly favour: Favour;
  /** The largest favour allowed, of the scale or of the pairs. */
  readonly limit: number;
  readonly verdict: 'pass' | 'fail' | 'inconclusive';
  /** Why its interval alone does not decide, where it would. */
  readonly doubt?: string;
}

/** What explains a favour away where it is held constant: the graders' use of the scale, their taste for length. */
const explanations: Readonly<Partial<Record<Favour['model'], string>>> = {
  standardised: 'each grader’s spread',
  'own-length': 'each grader’s taste for length',
};

/**
 * Judges every favour of the main models. All together may be wrong once in 1 - level: each is held
 * against an interval at 1 - (1 - level) / favours. Harshness towards kin counts like favour.
 */
export function decide(
  main: readonly Favour[],
  others: readonly Favour[],
  options: GraderBiasOptions,
): Decision[] {
  const level = familyLevel(main.length, options);
  return main.map((favour) => {
    const limit = limitOf(favour.design, options);
    const reach = reachOf(favour, level);
    const { value } = favour.coefficient;
    const verdict = judge(value - reach, value + reach, limit);
    const doubt = doubtOf(favour, { limit, verdict }, others, options);
    if (doubt === undefined) return { favour, limit, verdict };
    return { favour, limit, verdict: 'inconclusive', doubt };
  });
}

/** Level of each interval behind a verdict. */
export function familyLevel(judged: number, { level }: GraderBiasOptions): number {
  return 1 - (1 - level) / Math.max(1, judged);
}

/** Half the width of a favour's interval at some level. */
export function reachOf({ coefficient }: Favour, level: number): number {
  const { error, degreesOfFreedom } = coefficient;
  return studentQuantile(1 - (1 - level) / 2, degreesOfFreedom) * error;
}

function judge(lower: number, upper: number, limit: number): Decision['verdict'] {
  if (lower > limit || upper < -limit) return 'fail';
  return upper <= limit && lower >= -limit ? 'pass' : 'inconclusive';
}

/** An average within the limit may hide two favours; a favour that another model explains may be none. */
function doubtOf(
  { design, term, coefficient }: Favour,
  { limit, verdict }: Pick<Decision, 'limit' | 'verdict'>,
  others: readonly Favour[],
  { kinBy }: GraderBiasOptions,
): string | undefined {
  if (verdict === 'pass' && term.pools.length > 1) {
    return `only the average of ${term.pools.join(' and ')} can be told, and one’s favour may hide the other’s harshness: ${whatWouldTell(kinBy)}`;
  }
  if (verdict !== 'fail') return undefined;
  const sign = Math.sign(coefficient.value);
  const against = others.filter(
    (one) =>
      one.design === design &&
      one.term.name === term.name &&
      explanations[one.model] !== undefined &&
      sign * one.coefficient.value <= limit,
  );
  if (against.length === 0) return undefined;
  const held = against.map(({ model }) => explanations[model]).join(', and with ');
  return `no more than that is left with ${held} held constant`;
}

/** What would tell apart two favours of which only the average is known. */
export function whatWouldTell(kinBy: GraderBiasOptions['kinBy']): string {
  return `a grader or answers of a third ${kinBy} would tell`;
}

/** The worst verdict; under equal ones the largest favour first. */
export function worstFirst(decisions: readonly Decision[]): Decision[] {
  const size = ({ favour }: Decision): number => Math.abs(favour.coefficient.value);
  return [...decisions].sort(
    (a, b) => badness(b.verdict) - badness(a.verdict) || size(b) - size(a),
  );
}
