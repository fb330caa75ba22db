import { z } from 'zod';

/** Items of what the test split was drawn from, by subset column and value. */
export type ParentCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

export const parentCountsSchema: z.ZodType<ParentCounts> = z
  .record(z.string().min(1), z.record(z.string().min(1), z.int().min(0)))
  .meta({
    description:
      'Where only counts are published of what the test split was drawn from: items by subset column and value, as { modality: { ct: 900, mri: 300 } }.',
  });
