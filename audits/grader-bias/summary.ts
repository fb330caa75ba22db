import { bounds, counted, percent, points } from '../../src/audit/wording.ts';
import { type Decision, familyLevel } from './decisions.ts';
import type { Favour } from './favour.ts';
import type { GoldAgreement } from './gold-agreement.ts';
import type { GraderEvidence } from './grader-measures.ts';
import type { PositionEffect } from './position.ts';
import type { Question } from './question.ts';
import type { CandidateRank } from './ranking.ts';
import { scaleBounds, scaleWords } from './scale.ts';

/** The favour that decided, in the graders' own units, then what else was judged. */
export function favourSentence(
  [worst, ...others]: readonly Decision[],
  question: Question,
): string {
  const { judgments, graders, options } = question;
  const { favour, limit, verdict } = worst!;
  const { design, term, coefficient, estimate } = favour;
  const given =
    design === 'scores'
      ? `${term.answers} ${amount(favour, question)} than other graders give them`
      : `${term.answers} ${amount(favour, question)} than other graders do`;
  const behind = `${counted(estimate.n, 'item')}, ${counted(graders.length, 'grader')}, ${counted(judgments.candidates.length, 'candidate')}`;
  const allowed =
    design === 'scores' ? scaleWords(limit, judgments) : points(limit).replace('+', '');
  const level = percent(familyLevel(others.length + 1, options));
  const stricter =
    others.length > 0 ? ` at ${level}, as ${others.length + 1} favours are judged` : '';
  const also = others.map(
    (one) =>
      `${one.favour.term.grader} ${verbs[one.favour.design]} ${one.favour.term.answers} ${amount(one.favour, question)} (${range(one.favour, question)})`,
  );
  return [
    `${term.grader} ${verbs[design]} ${given} (${percent(coefficient.interval.level)} interval ${range(favour, question)}; ${behind}). ${allowed} are allowed: ${reasons[verdict]}${stricter}.`,
    ...(also.length > 0 ? [`${also.join('; ')}.`] : []),
  ].join(' ');
}

const verbs: Readonly<Record<Favour['design'], string>> = { scores: 'gives', pairs: 'prefers' };

const reasons: Readonly<Record<Decision['verdict'], string>> = {
  fail: 'the interval lies beyond',
  pass: 'the interval lies within',
  inconclusive: 'the interval holds both less and more',
};

/** "0.8 points of 10 more", "7.1 points more often". */
function amount({ design, coefficient: { value } }: Favour, { judgments }: Question): string {
  const more = value < 0 ? 'less' : 'more';
  if (design === 'scores') return `${scaleWords(Math.abs(value), judgments)} ${more}`;
  return `${points(Math.abs(value)).replace('+', '')} ${more} often`;
}

function range({ design, coefficient }: Favour, { judgments }: Question): string {
  const scale = design === 'scores' ? judgments : { scale: { lower: 0, upper: 1 } };
  return scaleBounds(coefficient.interval, scale);
}

/** What a reader must know beside the favour: place, the score without kin graders, agreement with people. */
export function besideSentences(
  main: readonly Favour[],
  { positions, gold, ranks }: GraderEvidence,
  question: Question,
): string[] {
  return [
    ...positionSentence(main, positions),
    ...ranks.flatMap((kind) => scoreWithoutKin(kind, question)),
    ...goldSentence(gold),
  ];
}

/** Whether place could make the preference, in the same breath. */
function positionSentence(main: readonly Favour[], positions: readonly PositionEffect[]): string[] {
  const both = positions.filter(({ pairs }) => pairs > 0);
  if (positions.length === 0) return [];
  if (both.length === 0) {
    return ['Pairs were shown in one order, so that a taste for a place can’t be told.'];
  }
  const partial = both.filter(({ holmPValue }) => holmPValue !== undefined && holmPValue < 0.05);
  const shares = both.flatMap(({ consistency }) =>
    consistency.kind === 'estimate' ? [consistency.value] : [],
  );
  const explained = both.flatMap(({ kin }) =>
    kin.favour.kind === 'estimate' ? [Math.abs(kin.favour.value)] : [],
  );
  const place =
    explained.length > 0 && main.some(({ design }) => design === 'pairs')
      ? `; place explains at most ${points(Math.max(...explained)).replace('+', '')} of a preference for kin`
      : '';
  return [
    `With the answers’ places changed, graders keep their winner on ${spread(shares)} of the pairs, and ${counted(partial.length, 'grader')} of ${both.length} prefer a place (p below 0.05 after Holm)${place}.`,
  ];
}

/** The candidate's score with the graders of its family, and without. */
function scoreWithoutKin(
  ranks: readonly CandidateRank[],
  { evidence, judgments, relations }: Question,
): string[] {
  const candidates = evidence.benchmark.models
    .filter(({ role }) => role === 'candidate')
    .map(({ name }) => name);
  return ranks.flatMap(({ candidate, mean, without, kind }) => {
    const family = relations.candidateFamilies[judgments.candidates.indexOf(candidate)];
    const rest = without.find((one) => one.family === family)?.mean;
    if (!candidates.includes(candidate) || mean.kind !== 'estimate') return [];
    if (rest?.kind !== 'estimate') return [];
    const what = kind === 'scores' ? 'scores' : 'wins';
    return [
      `${candidate} ${what} ${percent(mean.value)} over all graders and ${percent(rest.value)} without those of its family (${bounds(rest.interval)}).`,
    ];
  });
}

function goldSentence(gold: readonly GoldAgreement[]): string[] {
  const overall = gold.filter(({ subset }) => subset === undefined);
  const [first] = overall;
  if (first === undefined) return [];
  const sorted = [...overall].sort((a, b) => b.agreement.value - a.agreement.value);
  const [best, worst] = [sorted[0]!, sorted.at(-1)!];
  if (sorted.length === 1) {
    return [
      `${best.grader} agrees with people on ${percent(best.agreement.value)} of the labelled judgments (${bounds(best.agreement.interval)}).`,
    ];
  }
  return [
    `Of the labelled judgments, ${best.grader} agrees with people on most, ${percent(best.agreement.value)} (${bounds(best.agreement.interval)}), and ${worst.grader} on fewest, ${percent(worst.agreement.value)} (${bounds(worst.agreement.interval)}).`,
  ];
}

function spread(shares: readonly number[]): string {
  const [least, most] = [percent(Math.min(...shares)), percent(Math.max(...shares))];
  return least === most ? least : `${least} to ${most}`;
}
