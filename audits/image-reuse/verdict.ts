import type { Verdict } from '../../src/audit/audit.ts';
import type { ReuseEvidence } from '../../src/evidence/evidence.ts';
import type { ImageReuseOptions } from './options.ts';
import { failRemedy, openRemedy } from './remedy.ts';
import type { ReuseTally } from './reuse-tally.ts';

/** A verdict with the sentence that gives its reasons. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly summary: string;
  readonly remedy?: string;
}

/**
 * Fails on proof that the splits share media, patients or exams beyond what the options allow.
 * Passes only when all was looked at and nothing is open: undecided pairs, unread media and
 * comparison by name alone leave the question open.
 */
export function judgeReuse(
  tally: ReuseTally,
  mode: ReuseEvidence['mode'],
  options: ImageReuseOptions,
): Judgement {
  const found = describeProof(tally, mode);
  const fails =
    tally.proven.length > options.maxReusedMedia ||
    tally.sharedPatients.length > options.maxSharedPatients ||
    tally.sharedExams.length > options.maxSharedExams;
  if (fails) {
    return { verdict: 'fail', summary: `${found}.`, remedy: failRemedy(tally, mode, options) };
  }
  if (tally.trainMedia === 0) {
    const summary = `There is no training split with media to compare with; pairs found within test: ${tally.withinTest.length}.`;
    return { verdict: 'not-applicable', summary };
  }
  if (tally.testMedia.length === 0) {
    const summary = 'No test item shows a medium, so that nothing can be looked up in train.';
    return { verdict: 'not-applicable', summary };
  }
  const open = openQuestions(tally, mode, options);
  if (open.length > 0) {
    const summary = `${found}, but ${open.join(', and ')}.`;
    return { verdict: 'inconclusive', summary, remedy: openRemedy(tally, mode, options) };
  }
  return { verdict: 'pass', summary: `${found}.` };
}

function describeProof(tally: ReuseTally, mode: ReuseEvidence['mode']): string {
  const { proven, testMedia, sharedPatients, sharedExams } = tally;
  const how = mode === 'names' ? 'by name' : 'exactly or verified by pixels';
  const verb = proven.length === 1 ? 'is' : 'are';
  return [
    `${proven.length} of ${testMedia.length} test media ${verb} in train, ${how}`,
    ...tell(sharedPatients.length, 'patient is in both splits', 'patients are in both splits'),
    ...tell(sharedExams.length, 'exam is in both splits', 'exams are in both splits'),
  ].join('; ');
}

function openQuestions(
  { undecided, unreadable }: ReuseTally,
  mode: ReuseEvidence['mode'],
  { maxCandidateMedia, maxUnreadableMedia }: ImageReuseOptions,
): string[] {
  const partner = "a partner in train that pixels can't decide";
  return [
    ...(mode === 'names' ? ['the media are absent, so that no pixel was compared'] : []),
    ...(undecided.length > maxCandidateMedia
      ? tell(undecided.length, `test medium has ${partner}`, `test media have ${partner}`)
      : []),
    ...(unreadable.length > maxUnreadableMedia
      ? tell(unreadable.length, 'medium could not be read', 'media could not be read')
      : []),
  ];
}

/** A counted phrase; none for zero. */
function tell(number: number, one: string, many: string): string[] {
  return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
}
