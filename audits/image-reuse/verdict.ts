import type { Verdict } from '../../src/audit/audit.ts';
import type { ReuseEvidence } from '../../src/evidence/evidence.ts';
import type { ImageReuseOptions } from './options.ts';
import type { ReuseTally } from './reuse-tally.ts';

/** A verdict with the sentence that gives its reasons. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly summary: string;
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
  if (fails) return { verdict: 'fail', summary: `${found}.` };
  if (tally.trainMedia === 0) {
    const summary = `There is no training split with media to compare with; ${tally.withinTest.length} pairs were found within test.`;
    return { verdict: 'not-applicable', summary };
  }
  const open = openQuestions(tally, mode, options);
  if (open.length > 0) {
    return { verdict: 'inconclusive', summary: `${found}, but ${open.join(', and ')}.` };
  }
  return { verdict: 'pass', summary: `${found}.` };
}

function describeProof(tally: ReuseTally, mode: ReuseEvidence['mode']): string {
  const { proven, testMedia, sharedPatients, sharedExams } = tally;
  const how = mode === 'names' ? 'by name' : 'exactly or verified by pixels';
  const ids = [
    ...(sharedPatients.length > 0 ? [`${sharedPatients.length} patients are in both splits`] : []),
    ...(sharedExams.length > 0 ? [`${sharedExams.length} exams are in both splits`] : []),
  ];
  const media = `${proven.length} of ${testMedia.length} test media are in train, ${how}`;
  return [media, ...ids].join('; ');
}

function openQuestions(
  { undecided, unreadable }: ReuseTally,
  mode: ReuseEvidence['mode'],
  { maxCandidateMedia, maxUnreadableMedia }: ImageReuseOptions,
): string[] {
  return [
    ...(mode === 'names' ? ['the media are absent, so that no pixel was compared'] : []),
    ...(undecided.length > maxCandidateMedia
      ? [`${undecided.length} test media have a partner in train that pixels can't decide`]
      : []),
    ...(unreadable.length > maxUnreadableMedia
      ? [`${unreadable.length} media could not be read`]
      : []),
  ];
}
