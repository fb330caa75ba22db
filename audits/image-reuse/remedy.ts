import { counted } from '../../src/audit/wording.ts';
import type { ReuseEvidence } from '../../src/evidence/evidence.ts';
import type { ImageReuseOptions } from './options.ts';
import type { ReuseTally } from './reuse-tally.ts';

/** What would make a failing audit pass; what is open besides comes after. */
export function failRemedy(
  tally: ReuseTally,
  mode: ReuseEvidence['mode'],
  options: ImageReuseOptions,
): string {
  const { proven, reusedItems, sharedPatients, sharedExams } = tally;
  const media = excess(proven.length, options.maxReusedMedia);
  const patients = excess(sharedPatients.length, options.maxSharedPatients);
  const exams = excess(sharedExams.length, options.maxSharedExams);
  return sentence([
    ...(media > 0
      ? [
          `take ${media} of the ${counted(proven.length, 'reused medium', 'reused media')} out of test or out of train (${counted(reusedItems, 'test row')} show reused ones)`,
        ]
      : []),
    ...(patients > 0 ? [`keep ${counted(patients, 'shared patient')} in one split only`] : []),
    ...(exams > 0 ? [`keep ${counted(exams, 'shared exam')} in one split only`] : []),
    ...openSteps(tally, mode, options),
  ]);
}

/** What would settle what is open. */
export function openRemedy(
  tally: ReuseTally,
  mode: ReuseEvidence['mode'],
  options: ImageReuseOptions,
): string {
  return sentence(openSteps(tally, mode, options));
}

function openSteps(
  { undecided, unreadable }: ReuseTally,
  mode: ReuseEvidence['mode'],
  { maxCandidateMedia, maxUnreadableMedia }: ImageReuseOptions,
): string[] {
  const doubtful = excess(undecided.length, maxCandidateMedia);
  const unread = excess(unreadable.length, maxUnreadableMedia);
  return [
    ...(mode === 'names'
      ? ['give the media, under media: { root: … }, to have pixels compared']
      : []),
    ...(doubtful > 0
      ? [
          `take ${doubtful} of the ${counted(undecided.length, 'undecided test medium', 'undecided test media')} out, or look at them and allow those that are other pictures (maxCandidateMedia: ${undecided.length})`,
        ]
      : []),
    ...(unread > 0
      ? [
          `make ${unread} of the ${counted(unreadable.length, 'unread medium', 'unread media')} readable`,
        ]
      : []),
  ];
}

function excess(found: number, allowed: number): number {
  return Math.max(0, found - allowed);
}

function sentence(steps: readonly string[]): string {
  const text = steps.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
