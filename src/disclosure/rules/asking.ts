import type { Measurements } from '../measurements.ts';
import { countIn, joined, notJoined, type Observed, type Rule } from './rule.ts';

const id = 'comparator-balance';

/** D16: one prompt for all models. */
export const samePrompt: Rule<'D16'> = (facts, measurements) => [
  { key: 'samePrompt', said: facts.samePrompt, observed: alike('prompt', measurements) },
];

/** D33: all models were asked alike. */
export const sameQuestions: Rule<'D33'> = (facts, measurements) => [
  { key: 'samePrompt', said: facts.samePrompt, observed: alike('prompt', measurements) },
  {
    key: 'sameResolution',
    said: facts.sameResolution,
    observed: alike('resolution', measurements),
  },
  { key: 'sameShots', said: facts.sameShots, observed: alike('number of shots', measurements) },
  { key: 'sameDecoding', said: facts.sameDecoding, observed: alike('decoding', measurements) },
];

/** Whether models were asked alike in a fact, as comparator-balance names it. It passes only where all are known and equal. */
function alike(fact: string, measurements: Measurements): Observed {
  const result = joined(measurements, id);
  if (result === undefined) return notJoined(measurements, id);
  const unequal = result.findings.find(
    ({ kind, values }) => kind === 'unequal-asking' && values.fact === fact,
  );
  if (unequal) return { holds: false, reading: unequal.title.replace(/\.$/, '') };
  return result.verdict === 'pass'
    ? { holds: true, reading: `${fact} the same for candidate and trained comparators` }
    : {
        holds: undefined,
        reading: `no difference in ${fact} is known, and not all of it is known`,
      };
}

/** D17: the candidate is compared with a model of the same training, asked alike. */
export const trainedComparator: Rule<'D17'> = (facts, measurements) => {
  const result = joined(measurements, id);
  const trained = countIn(result, 'trainedComparators');
  const observed: Observed =
    result && trained
      ? {
          holds: result.verdict === 'fail' ? false : result.verdict === 'pass' || undefined,
          reading: `${trained.value} of ${trained.of ?? '?'} comparisons with a model of the same training, ${countIn(result, 'unequalComparisons')?.value ?? '?'} of them asked differently`,
        }
      : notJoined(measurements, id);
  return [{ key: 'trainedComparator', said: facts.trainedComparator, observed }];
};
