/** What graders gave an answer, in every format. */

import type { Subject } from '../src/audit/audit.ts';

/** A grader's judgment of an answer. */
export interface Grade {
  readonly grader: string;
  readonly text: string;
  /** Whether grader and model are of one family. */
  readonly kin: boolean;
}

/** The grades of an answer, those of its model's family first. */
export function gradesOf({ grades = {}, kinGraders = [] }: Subject): readonly Grade[] {
  const all = Object.entries(grades).map(([grader, text]) => ({
    grader,
    text,
    kin: kinGraders.includes(grader),
  }));
  return [...all.filter(({ kin }) => kin), ...all.filter(({ kin }) => !kin)];
}

/** What stands for an answer without text: it is not known, or it is empty. */
export function lackingAnswer(excerpt: string | undefined): string {
  return excerpt === undefined ? 'answer not at hand' : 'an empty answer';
}
