import { z } from 'zod';
import type { KinshipDeclaration } from '../judgments/kinship/kinship.ts';

/** The parts of `audit.yaml` about graders: recorded judgments, graders to ask, and who made whom. */

/** What a prompt asks a grader for. */
export const gradingPromptIds = [
  'score-10',
  'score-1',
  'score-10-reference',
  'score-1-reference',
  'pair',
  'pair-reference',
] as const;

export type GradingPromptId = (typeof gradingPromptIds)[number];

/** Why several prompts for a score are refused. */
export const severalScores =
  'holds several prompts for a score, whose answers would pass for repeats of one';

/** Whether there is one kind of score at most. */
export function hasOneScore(prompts: readonly GradingPromptId[]): boolean {
  return prompts.filter((id) => id.startsWith('score')).length <= 1;
}

/** What the graders are asked. */
export interface GradingConfig {
  readonly prompts: readonly GradingPromptId[];
  /** Tracks whose answers are graded. */
  readonly tracks: readonly ('closed' | 'open')[];
  /** Which two models' answers stand beside each other: the candidate's with each other model's, or all with all. */
  readonly pairs: 'candidate' | 'all';
  /** Whether each pair is shown in both orders. */
  readonly swap: boolean;
  /** Times that each judgment is asked for. */
  readonly repeats: number;
  /** Longest judgment in tokens. */
  readonly maxNewTokens: number;
}

/** What a column of a file of judgments can mean. */
export const judgmentColumns = [
  'item',
  'cluster',
  'subset',
  'grader',
  'candidate',
  'score',
  'first',
  'second',
  'winner',
  'swapped',
  'gold',
  'answer',
  'firstAnswer',
  'secondAnswer',
] as const;

export type JudgmentColumn = (typeof judgmentColumns)[number];

/** Recorded judgments. */
export interface JudgmentFiles {
  readonly path: readonly string[];
  readonly format: 'auto' | 'mt-bench' | 'alpaca-eval' | 'judgebench' | 'table';
  /** For tables: names of columns by meaning; values of several columns are joined by " / ". */
  readonly columns: Readonly<Partial<Record<JudgmentColumn, readonly string[]>>>;
  /** Rows to keep: those whose columns have one of these values. */
  readonly where: Readonly<Record<string, readonly string[]>>;
  /** Who judged, where the rows do not say. */
  readonly grader?: string;
  /** Whether these judgments are labels by people. */
  readonly labels: boolean;
  /** Ends of the scale of scores. */
  readonly scale?: readonly [lower: number, upper: number];
}

const text = z.string().min(1);

const listOf = (description: string): z.ZodType<readonly string[], string | string[]> =>
  z
    .union([text, z.array(text).min(1)])
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .meta({ description });

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const judgmentFilesSchema: z.ZodType<JudgmentFiles> = z.strictObject({
  path: listOf('Files of judgments: a path or glob, or a list of them, relative to this file.'),
  format: z
    .enum(['auto', 'mt-bench', 'alpaca-eval', 'judgebench', 'table'])
    .meta({
      description:
        'auto (default) tells by the rows; table: CSV, TSV or JSON rows with a column map.',
    })
    .default('auto'),
  columns: z
    .partialRecord(z.enum(judgmentColumns), listOf('A column, or several that name it together.'))
    .meta({
      description:
        'What the columns of a table mean: { item: question, grader: judge, winner: choice }.',
    })
    .default({}),
  where: z
    .record(text, z.union([value.transform((one) => [one]), z.array(value).min(1)]))
    .meta({ description: 'Keep only rows with these values: { method: Vanilla }.' })
    .default({}),
  grader: text.meta({ description: 'Who judged, where the rows do not say.' }).exactOptional(),
  labels: z
    .boolean()
    .meta({ description: 'Whether people judged: what graders are compared with. Default: false.' })
    .default(false),
  scale: z
    .tuple([z.number(), z.number()], 'must be two numbers, as [0, 10]')
    .refine(([lower, upper]) => lower < upper, 'the first end must be below the second')
    .meta({ description: 'Ends of the scale of scores. Default: 0 and 10; MT-bench: 1 and 10.' })
    .exactOptional(),
});

export const gradingSchema: z.ZodType<GradingConfig> = z.strictObject({
  prompts: z
    .array(z.enum(gradingPromptIds))
    .min(1)
    .refine(hasOneScore, `${severalScores}; give each a config of its own`)
    .meta({
      description:
        'What graders are asked: a score of 0 to 10 or 0 to 1, or the better of two answers, with the reference answer at hand or without; one kind of score at most. Default: score-10-reference.',
    })
    .default(['score-10-reference']),
  tracks: z
    .array(z.enum(['closed', 'open']))
    .min(1)
    .meta({ description: 'Tracks whose answers are graded. Default: open.' })
    .default(['open']),
  pairs: z
    .enum(['candidate', 'all'])
    .meta({
      description:
        "Pairs of answers: the candidate's with each other model's (default), or all with all.",
    })
    .default('candidate'),
  swap: z
    .boolean()
    .meta({ description: 'Whether each pair is shown in both orders. Default: true.' })
    .default(true),
  repeats: z
    .int()
    .min(1)
    .meta({ description: 'Times that each judgment is asked for. Default: 1.' })
    .default(1),
  maxNewTokens: z
    .int()
    .min(1)
    .meta({ description: 'Longest judgment, in tokens. Default: 1024.' })
    .default(1024),
});

export const kinSchema: z.ZodType<KinshipDeclaration> = z.strictObject({
  models: z
    .record(
      text,
      z.strictObject({
        family: text
          .meta({ description: 'Models trained from or with one another, such as qwen.' })
          .exactOptional(),
        vendor: text.meta({ description: 'Who publishes it, such as alibaba.' }).exactOptional(),
      }),
    )
    .meta({ description: 'Family and vendor by name; wins over what a name tells.' })
    .default({}),
  references: listOf('Who wrote the reference answers: a model, or a list of them.').default([]),
  referenceColumn: text
    .meta({
      description:
        'A column of the test items that names the author of each reference answer, where they differ.',
    })
    .exactOptional(),
  data: listOf('Who generated training or test data: a model, or a list of them.').default([]),
});
