import { bounds, counted, pointsUnsigned } from '../../../src/audit/wording.ts';
import type { Judgments } from '../../../src/judgments/judgments.ts';
import { judgmentKinds, type Question } from '../question.ts';
import { fitDesign, unsignedInterval } from './additive-model.ts';
import type { Favour } from './favour.ts';
import { favourTerms } from './favour-terms.ts';
import { identify } from './identifiability.ts';
import { scoreDesign } from './score-design.ts';
import { readingRows } from './score-rows.ts';

/** Sentences on what is not known of the judgments; with any of them nothing passes. */
export function caveats(main: readonly Favour[], question: Question): string[] {
  return [
    ...sayOpenJudgments(question.judgments),
    ...silentDesigns(main, question),
    ...selectiveReading(question),
    ...doubtfulScales(question),
  ];
}

/** Graders that have not judged all that they are to judge. */
export function sayOpenJudgments(judgments: Pick<Judgments, 'open'> | undefined): string[] {
  const open = Object.entries(judgments?.open ?? {}).filter(([, count]) => count > 0);
  if (open.length === 0) return [];
  const parts = open.map(([grader, count]) => `${counted(count, 'judgment')} by ${grader}`);
  return [`Grading is not complete: ${parts.join(', ')} open; run the same command again.`];
}

/** Where one kind of judgment tells a favour and the other should and can't. */
function silentDesigns(main: readonly Favour[], question: Question): string[] {
  if (main.length === 0) return [];
  return judgmentKinds.flatMap((design) => {
    const found = identify(design, main, question);
    if (found?.status !== 'not-identifiable') return [];
    return [`The ${design} can’t tell: ${found.reason}.`];
  });
}

/** Files whose scores never come near the end of their scale: all differences would look too small. */
function doubtfulScales({ evidence }: Question): string[] {
  return evidence.benchmark.ledger
    .flatMap(({ notes }) => notes.filter(({ reason }) => reason === 'low-scale'))
    .map(({ detail }) => `In a file of judgments ${detail}`);
}

/** Answers of others that graders leave without a score more often than those of kin, or less. */
function selectiveReading(question: Question): string[] {
  const { together } = favourTerms(question);
  const { level } = question.options;
  const design = scoreDesign(readingRows(question), 'answers', [together], question);
  const found = fitDesign(design, level)?.terms.get(together.name);
  if (found === undefined || found.interval.lower <= 0 === found.interval.upper >= 0) return [];
  const size = pointsUnsigned(Math.abs(found.value));
  const whose = found.value > 0 ? 'answers of others' : 'answers of their kin';
  return [
    `Graders leave ${whose} without a readable score ${size} more often (${bounds(unsignedInterval(found))}), so that the scores at hand are a choice.`,
  ];
}
