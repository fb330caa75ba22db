import { counted, percent, points } from '../../src/audit/wording.ts';
import { type Decision, familyLevel } from './decisions.ts';
import type { Favour } from './favour.ts';
import type { Question } from './question.ts';
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
