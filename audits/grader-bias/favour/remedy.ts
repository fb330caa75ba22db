import { itemsNeeded } from '../../../src/audit/items-needed.ts';
import { counted, pointsUnsigned } from '../../../src/audit/wording.ts';
import type { Question } from '../question.ts';
import { kinPlurals } from '../relations.ts';
import { scaleWords } from '../scale.ts';
import { type Decision, familyLevel, reachOf } from './decisions.ts';

/**
 * What would let the worst favour pass: the largest that these items could show to be allowed, and
 * the items at which it would be decided; the interval taken to shrink with the root of their number.
 *
 * @param decisions The worst first.
 * @param open What else is not known, each with its remedy in its sentence.
 */
export function favourRemedy(
  decisions: readonly Decision[],
  open: readonly string[],
  question: Question,
): string {
  const { favour, verdict, limit, doubt } = decisions[0]!;
  const { options, judgments, relations } = question;
  const { term, estimate, coefficient } = favour;
  const reach = reachOf(favour, familyLevel(decisions.length, options));
  const size = (value: number): string =>
    favour.design === 'scores' ? scaleWords(value, judgments) : pointsUnsigned(value);
  const first = open[0] === undefined ? '' : ` Settle first: ${withoutStop(open[0])}.`;
  if (verdict === 'pass') return `Settle what is open: ${open.map(withoutStop).join('; ')}.`;
  if (doubt !== undefined && term.pools.length > 1)
    return `Add a grader, or answers, of a third ${relations.by}: so far only an average over ${counted(estimate.n, 'item')} can be told.${first}`;
  const now = `with ${counted(estimate.n, 'item')}`;
  const others = `Grade with models of other ${kinPlurals[relations.by]} than the answers’`;
  const most = limit - reach;
  const passes =
    most > 0
      ? `${now} a favour of about ${size(most)} or less would pass in place of ${size(Math.abs(coefficient.value))}`
      : `${now} no favour could be shown to be within ${size(limit)}: about ${counted(itemsNeeded(estimate.n, reach, limit)!, 'item')} would have to be judged to show that there is none`;
  const items = itemsNeeded(estimate.n, reach, limit - Math.abs(coefficient.value));
  if (verdict === 'fail' || items === undefined) return `${others}; ${passes}.${first}`;
  return `Have about ${counted(items, 'item')} judged in place of ${estimate.n}, which would decide should the favour stay; ${passes}.${first}`;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}
