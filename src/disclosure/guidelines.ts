import type { GuidelineId } from './check.ts';

/** Version of the checks and of their references to guidelines; raised with every change of content. */
export const checklistVersion: number = 1;

/** What a reference to a guideline is checked by. */
export interface Guideline {
  readonly id: GuidelineId;
  readonly title: string;
  readonly year: number;
  /** Numbered items; of MI-CLAIM its parts. */
  readonly items: number;
  /** Items with their lettered parts counted one by one, where the guideline counts them. */
  readonly subItems?: number;
  readonly source: string;
}

/** The guidelines by what they cover. Texts of items are not kept: checks are in words of their own. */
export const guidelines: readonly Guideline[] = [
  {
    id: 'TRIPOD+AI',
    title: 'Reporting of clinical prediction models that use regression or machine learning',
    year: 2024,
    items: 27,
    subItems: 52,
    source: 'doi:10.1136/bmj-2023-078378',
  },
  {
    id: 'TRIPOD-LLM',
    title: 'Reporting of studies that use large language models',
    year: 2025,
    items: 19,
    subItems: 50,
    source: 'doi:10.1038/s41591-024-03425-5',
  },
  {
    id: 'CLAIM 2024',
    title: 'Checklist for artificial intelligence in medical imaging, 2024 update',
    year: 2024,
    items: 44,
    source: 'doi:10.1148/ryai.240300',
  },
  {
    id: 'STARD-AI',
    title: 'Reporting of diagnostic accuracy studies that use artificial intelligence',
    year: 2025,
    items: 40,
    source: 'Sounderajah et al. 2025, Nature Medicine',
  },
  {
    id: 'DECIDE-AI',
    title: 'Reporting of early clinical evaluation of decision support by artificial intelligence',
    year: 2022,
    // Items on artificial intelligence; its generic items are counted apart there.
    items: 17,
    subItems: 28,
    source: 'doi:10.1038/s41591-022-01772-9',
  },
  {
    id: 'MI-CLAIM',
    title: 'Minimum information about clinical artificial intelligence modelling',
    year: 2020,
    items: 6,
    source: 'doi:10.1038/s41591-020-1041-y',
  },
];
