import type { EvidenceTable } from '../../../src/audit/audit.ts';
import { counted } from '../../../src/audit/wording.ts';
import type { OwnPreference } from './own-preferences.ts';

/** Preferences for own answers beside labels and beside other graders. */
export function ownPreferenceTable(preferences: readonly OwnPreference[]): EvidenceTable {
  const kinBy = preferences[0]?.by ?? 'family';
  return {
    title: 'Preference for own answers, quality held constant',
    columns: [
      { key: 'grader', title: 'Grader' },
      { key: 'relation', title: 'Own answers' },
      { key: 'pairs', title: 'Pairs' },
      { key: 'beyondPeers', title: `Oftener than graders of another ${kinBy}` },
      { key: 'ownBetter', title: 'Labelled for its own' },
      { key: 'otherBetter', title: 'Labelled for the other' },
      { key: 'ownRecognised', title: 'Knows its own good answer' },
      { key: 'otherRecognised', title: 'Knows the other’s' },
      { key: 'opportunity', title: 'Equal-opportunity difference' },
      { key: 'falsePreference', title: 'False preference, own minus others’' },
    ],
    rows: preferences.map(({ grader, graders, relation, by, ...preference }) => ({
      ...preference,
      grader: grader ?? counted(graders, 'grader'),
      relation: relation === 'self' ? 'itself' : `its ${by}`,
    })),
    note: `Pairs of one answer of the grader’s own and one of another ${kinBy}; both orders weigh alike, a tie or a winner that changes with the order is half a preference. Equal-opportunity difference: P(prefers own | people prefer own) - P(prefers the other | people prefer it). False preference: P(prefers the worse answer | it is its own) - P(prefers the worse answer | neither is its kin), which asks whether a poor grader errs for its own kind more than it errs anyway.`,
  };
}
