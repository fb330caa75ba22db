import { bounds, counted, percent, points } from '../../src/audit/wording.ts';
import { type Decision, familyLevel } from './decisions.ts';
import type { Favour } from './favour.ts';
import type { GoldAgreement } from './gold-agreement.ts';
import type { GraderEvidence } from './grader-measures.ts';
import type { PositionEffect } from './position.ts';
import type { Question } from './question.ts';
import type { CandidateRank } from './ranking.ts';
import { scaleBounds, scaleWords } from './scale.ts';

/** One sentence on the favour that decided, in the graders' own units. */
export function favourSentence(
  { favour, limit, verdict }: Decision,
  judged: number,
  question: Question,
): string {
  const { judgments, graders, options } = question;
  const { design, coefficient, estimate } = favour;
  const { interval } = coefficient;
  const amount =
    design === 'scores'
      ? `${scaleWords(Math.abs(coefficient.value), judgments)} ${coefficient.value < 0 ? 'less' : 'more'} than other graders give it`
      : `${points(Math.abs(coefficient.value)).replace('+', '')} ${coefficient.value < 0 ? 'less' : 'more'} often than other graders do`;
  const scale = design === 'scores' ? judgments : { scale: { lower: 0, upper: 1 } };
  const verb = design === 'scores' ? 'gives' : 'prefers';
  const allowed =
    design === 'scores' ? scaleWords(limit, judgments) : points(limit).replace('+', '');
  const behind = `${counted(estimate.n, 'item')}, ${counted(graders.length, 'grader')}, ${counted(judgments.candidates.length, 'candidate')}`;
  const stricter =
    judged > 1
      ? ` at ${percent(familyLevel(judged, options))}, since ${judged} favours are judged`
      : '';
  return `A grader${families(question)} ${verb} ${object(favour)} ${amount} (${percent(interval.level)} interval ${scaleBounds(interval, scale)}; ${behind}). ${allowed} are allowed: ${reasons[verdict]}${stricter}.`;
}

const reasons: Readonly<Record<Decision['verdict'], string>> = {
  fail: 'the interval lies beyond',
  pass: 'the interval lies within',
  inconclusive: 'the interval holds both less and more',
};

function object({ term, design }: Favour): string {
  const its = { self: 'its own answer', family: 'an answer of its family', kin: 'its own kin' };
  return design === 'scores' ? its[term].replace('its own kin', 'an answer of its kin') : its[term];
}

/** " (qwen, gpt)": the families that can favour their own, if few. */
function families({ relations, graders }: Question): string {
  const judged = new Set(relations.candidateFamilies);
  const crossing = new Set(
    graders
      .map((grader) => relations.graderFamilies[grader])
      .filter((family) => family !== undefined && judged.has(family)),
  );
  return crossing.size > 0 && crossing.size <= 3 ? ` (${[...crossing].sort().join(', ')})` : '';
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
    `With the answers’ places changed, graders keep their winner on ${range(shares)} of the pairs, and ${counted(partial.length, 'grader')} of ${both.length} prefer a place (p below 0.05 after Holm)${place}.`,
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

function range(shares: readonly number[]): string {
  const [least, most] = [percent(Math.min(...shares)), percent(Math.max(...shares))];
  return least === most ? least : `${least} to ${most}`;
}
