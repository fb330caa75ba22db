/** What a reviewer looks for in a paper, check by check. */

/** All checks, in the order of a report. */
export const checkIds = [
  'D01',
  'D02',
  'D03',
  'D04',
  'D05',
  'D06',
  'D07',
  'D08',
  'D09',
  'D10',
  'D11',
  'D12',
  'D13',
  'D14',
  'D15',
  'D16',
  'D17',
  'D18',
  'D19',
  'D20',
  'D21',
  'D22',
  'D23',
  'D24',
  'D25',
  'D26',
  'D27',
  'D28',
  'D29',
  'D30',
  'D31',
  'D32',
  'D33',
] as const;

export type CheckId = (typeof checkIds)[number];

/** Reporting guidelines that ask for the same. */
export type GuidelineId =
  | 'TRIPOD+AI'
  | 'TRIPOD-LLM'
  | 'CLAIM 2024'
  | 'STARD-AI'
  | 'DECIDE-AI'
  | 'MI-CLAIM';

/** Where a guideline asks for it. */
export interface GuidelineReference {
  readonly guideline: GuidelineId;
  /** Item numbers, with the letter of a sub-item: `14a`. Empty where only a part of the guideline is named, or all of it. */
  readonly items: readonly string[];
  /** The part of the guideline, where no item is numbered. */
  readonly part?: string;
}

/** One thing that a paper should say. */
export interface DisclosureCheck {
  readonly id: CheckId;
  /** "Split level". */
  readonly title: string;
  readonly question: string;
  /** Why a reviewer asks. */
  readonly why: string;
  /** Where in a paper the answer usually stands. */
  readonly place: string;
  readonly references: readonly GuidelineReference[];
  /** What is measured here that can contradict the answer; absent where nothing is. */
  readonly evidence?: string;
}

/** "TRIPOD-LLM 14a; CLAIM 2024 (level of partitions)"; a dash where no guideline asks. */
export function referenceText(references: readonly GuidelineReference[]): string {
  const texts = references.map(({ guideline, items, part }) => {
    const where = part === undefined ? items.join(', ') : `(${part})`;
    return where === '' ? guideline : `${guideline} ${where}`;
  });
  return texts.length === 0 ? '–' : texts.join('; ');
}
