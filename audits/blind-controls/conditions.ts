/** Conditions that take the image away and leave the question, the one that decides first. */
export const controlIds = ['none', 'blank', 'shuffled', 'noise', 'wrong-modality'] as const;

export type ControlId = (typeof controlIds)[number];

/** Every condition that has a score of its own, in the order of a report. */
export const scoredConditions: readonly string[] = ['real', ...controlIds, 'options-only'];

const titles: Readonly<Record<string, string>> = {
  real: 'With the image',
  none: 'Question only',
  blank: 'Blank image',
  shuffled: 'Another patient’s image',
  noise: 'Noise',
  'wrong-modality': 'Image of another modality',
  'options-only': 'Options only',
};

/** What people read: "Question only". */
export function conditionTitle(condition: string): string {
  return titles[condition] ?? condition;
}
