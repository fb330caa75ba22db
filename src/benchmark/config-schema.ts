import { z } from 'zod';
import { type ConditionId, conditionIds, controlConditionIds } from '../conditions/condition.ts';
import type { KinshipDeclaration } from '../judgments/kinship/kinship.ts';
import {
  type GradingConfig,
  gradingSchema,
  type JudgmentFiles,
  judgmentFilesSchema,
  kinSchema,
} from './grading-config.ts';
import {
  type GraderConfig,
  graderSchema,
  type ModelConfig,
  modelConfigSchema,
} from './model-config.ts';
import { type ParentCounts, parentCountsSchema } from './parent-config.ts';
import { type Provenance, provenanceSchema } from './provenance-config.ts';

/** `audit.yaml` after validation: every key of docs/config.md, lists always lists, defaults filled in. */
export interface AuditConfig {
  readonly version: 1;
  readonly name: string;
  readonly media: 'absent' | { readonly root: string };
  readonly splits: {
    readonly test: readonly string[];
    readonly train: readonly string[];
    /** What the test split was drawn from, its own rows included. */
    readonly parent?: readonly string[];
    /** How many items that has, by subset column and value, where the items are not at hand. */
    readonly parentCounts?: ParentCounts;
  };
  /** What a column means, by the names in `columnMeanings`, for files whose columns have other names. */
  readonly columns: Readonly<Partial<Record<ColumnMeaning, string>>>;
  readonly ids: { readonly patient: readonly string[]; readonly exam: readonly string[] };
  /** How to derive `task`, `modality`, `stage` or an attribute that rows do not carry. */
  readonly fields: Readonly<Record<string, readonly FieldSource[]>>;
  readonly subsets: readonly string[];
  readonly models: Readonly<Record<string, ModelConfig>>;
  /** What the checkpoints among the models are asked, outside every score. */
  readonly engineCheck: EngineCheckConfig;
  /** What the models that can be asked are asked; absent: recorded answers only. */
  readonly battery?: BatteryConfig;
  readonly predictions: readonly PredictionFiles[];
  /** Recorded judgments of answers. */
  readonly judgments: readonly JudgmentFiles[];
  /** Graders that are asked, by name. */
  readonly graders: Readonly<Record<string, GraderConfig>>;
  readonly grading: GradingConfig;
  /** Who made models, references and data. */
  readonly kin: KinshipDeclaration;
  /** Who and what made each part of the evaluation; absent: not declared. */
  readonly provenance?: Provenance;
  /** Metric of each track. */
  readonly scoring: { readonly closed: string; readonly open: string; readonly grounding: string };
  /** Ledger of claims, as written. */
  readonly claims?: string;
  /** What the authors disclose, as written. */
  readonly disclosure?: string;
  /** Options by audit id; every known audit with its defaults when the config names none. */
  readonly audits: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly seed: number;
}

/** Which conditions models are asked under, and how. */
export interface BatteryConfig {
  readonly conditions: readonly ConditionId[];
  /** Longest answer in tokens, by track. */
  readonly maxNewTokens: {
    readonly closed: number;
    readonly open: number;
    readonly grounding: number;
  };
  /**
   * How closed questions are answered: `generation`, `likelihood` (the most probable option, no token
   * is generated), or `both`.
   */
  readonly closed: 'generation' | 'likelihood' | 'both';
  /** Answers that are drawn of each item under the condition `sampled`. */
  readonly repeat: number;
  /** How they are drawn; absent: as each checkpoint was published. */
  readonly sampling?: {
    readonly temperature: number;
    /** 0 for all tokens. */
    readonly topK: number;
    readonly topP: number;
  };
}

export interface EngineCheckConfig {
  /** Test items that every checkpoint answers; 0 asks none. */
  readonly items: number;
  /** Longest answer, in tokens. */
  readonly maxNewTokens: number;
}

/** Where a field's value comes from: exactly one of `file`, `media`, `system` (regular expressions) and `column`. */
export interface FieldSource {
  readonly file?: string;
  readonly media?: string;
  readonly system?: string;
  readonly column?: string;
  /** Other names for what was found; a value without an entry stays as it is. */
  readonly map?: Readonly<Record<string, string>>;
}

/** Recorded answers of one model under one condition. */
export interface PredictionFiles {
  readonly model: string;
  readonly condition: string;
  readonly path: readonly string[];
}

/** What a column of a data or prediction file can mean. */
export const columnMeanings = [
  'id',
  'question',
  'answer',
  'image',
  'options',
  'answerType',
  'system',
  'task',
  'modality',
  'stage',
  'patient',
  'exam',
  'prediction',
] as const;

export type ColumnMeaning = (typeof columnMeanings)[number];

const text = z.string().min(1);
const name = (description: string): z.ZodString => text.meta({ description });

const listOf = (description: string): z.ZodType<readonly string[], string | string[]> =>
  z
    .union([text, z.array(text).min(1)])
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .meta({ description });

const media = z
  .union([
    z.literal('absent'),
    z.strictObject({ root: name("Folder against which the rows' media paths count.") }),
  ])
  .meta({
    description:
      '{ root: folder } where the pictures lie (default: the folder of this file), or the word absent: reuse is then judged by name and id only.',
  });

const columns = z.partialRecord(z.enum(columnMeanings), text).meta({
  description:
    'What the columns of generic files mean: { question: my_question_column }. Wins over the names that a format uses.',
});

const ids = z.strictObject({
  patient: listOf(
    'A regular expression on media paths with a group (?<patient>…), a column name, or a list of those: the first that matches counts.',
  ).exactOptional(),
  exam: listOf(
    'A regular expression on media paths with a group (?<exam>…), a column name, or a list of those: the first that matches counts.',
  ).exactOptional(),
});

const fieldSource = z
  .strictObject({
    file: name("Regular expression on the data file's path.").exactOptional(),
    media: name("Regular expression on the row's media paths.").exactOptional(),
    system: name("Regular expression on the row's system prompt.").exactOptional(),
    column: name("Name of a column: its value is the field's value.").exactOptional(),
    map: z
      .record(z.string(), z.string())
      .meta({ description: 'Other names for what was found: { US: ultrasound }.' })
      .exactOptional(),
  })
  .meta({
    description:
      'Where the value comes from. Of a regular expression: the group called value or like the field, else the first group.',
  });

const fields = z
  .record(
    text,
    z
      .union([fieldSource, z.array(fieldSource).min(1)])
      .transform((value): readonly FieldSource[] => (Array.isArray(value) ? value : [value])),
  )
  .meta({
    description:
      'How to derive task, modality, stage or any other attribute that rows do not carry.',
  });

const engineCheck = z.strictObject({
  items: z
    .int()
    .min(0)
    .meta({ description: 'Test items that every checkpoint answers. Default: 0.' })
    .default(0),
  maxNewTokens: z
    .int()
    .min(1)
    .meta({ description: 'Longest answer, in tokens. Default: 24.' })
    .default(24),
});

const longest = (track: string, tokens: number): z.ZodDefault<z.ZodInt> =>
  z
    .int()
    .min(1)
    .meta({ description: `Tokens of an answer to ${track} questions. Default: ${tokens}.` })
    .default(tokens);

const battery = z.strictObject({
  conditions: z
    .array(z.enum(conditionIds))
    .min(1)
    .meta({
      description:
        'What the models see of each item. Default: real and the controls, without format, few-shot, repeated, sampled, selector-bfloat16 and batched.',
    })
    .default([...controlConditionIds]),
  maxNewTokens: z
    .strictObject({
      closed: longest('closed', 64),
      open: longest('open', 512),
      grounding: longest('grounding', 256),
    })
    .prefault({}),
  closed: z
    .enum(['generation', 'likelihood', 'both'])
    .meta({
      description:
        'How closed questions are answered: by the text that is generated, by the most probable option, or both. Default: both.',
    })
    .default('both'),
  repeat: z
    .int()
    .min(1)
    .max(100)
    .meta({
      description: 'Answers drawn of each item under the condition sampled. Default: 5.',
    })
    .default(5),
  sampling: z
    .strictObject({
      temperature: z.number().positive().meta({ description: 'Logits are divided by it.' }),
      topK: z
        .int()
        .min(0)
        .meta({ description: 'Only the k most probable tokens; 0, the default, for all.' })
        .default(0),
      topP: z
        .number()
        .positive()
        .max(1)
        .meta({ description: 'Only the most probable tokens that reach this share. Default: 1.' })
        .default(1),
    })
    .meta({
      description: 'How answers are drawn under sampled; default: as each checkpoint says.',
    })
    .exactOptional(),
});

const predictionFiles = z.strictObject({
  model: name('A name declared under models.'),
  condition: name('What the model saw; real is the item as it is.').default('real'),
  path: listOf('Prediction files: a path or glob, or a list of them, relative to this file.'),
});

const scoring = z.strictObject({
  closed: name('Metric of items with a known set of answers.').default('accuracy'),
  open: name('Metric of free-text items.').default('token-f1'),
  grounding: name('Metric of items that ask for boxes.').default('iou'),
});

/** The shape of `audit.yaml` as written. Cross-references between keys are checked by `loadConfig`. */
export const auditConfigSchema: z.ZodType<AuditConfig> = z
  .strictObject({
    version: z.literal(1).meta({ description: 'Version of this format: 1.' }),
    name: name("The benchmark's name, as reports show it."),
    media: media.prefault({ root: '.' }),
    splits: z
      .strictObject({
        test: listOf('Files of the test split: a path or glob, or a list of them.').exactOptional(),
        train: listOf(
          'Files of the training split: a path or glob, or a list of them.',
        ).exactOptional(),
        parent: listOf(
          'Files of what the test split was drawn from, its own rows included: a path or glob, or a list of them.',
        ).exactOptional(),
        parentCounts: parentCountsSchema.exactOptional(),
      })
      .transform(({ test = [], train = [], ...parent }) => ({ test, train, ...parent }))
      .meta({
        description:
          'Data files, relative to this file. A test split is needed, except where there are judgments alone.',
      })
      .prefault({}),
    columns: columns.prefault({}),
    ids: ids
      .transform(({ patient = [], exam = [] }) => ({ patient, exam }))
      .meta({ description: 'Where patient and exam ids are found.' })
      .prefault({}),
    fields: fields.prefault({}),
    subsets: z
      .array(text)
      .meta({
        description:
          'Columns by which scores are broken down: modality, stage, task, track or an attribute.',
      })
      .prefault([]),
    models: z
      .record(text, modelConfigSchema)
      .meta({ description: 'Models that have predictions or a checkpoint, by name.' })
      .prefault({}),
    engineCheck: engineCheck
      .meta({
        description:
          'What the models that have a path are asked, to show that they run: outside every score and verdict.',
      })
      .prefault({}),
    battery: battery
      .meta({
        description:
          'What the models that have a path or an endpoint are asked, under which conditions. Without this key only recorded answers count.',
      })
      .exactOptional(),
    predictions: z
      .array(predictionFiles)
      .meta({ description: 'Recorded answers of the models.' })
      .prefault([]),
    judgments: z
      .array(judgmentFilesSchema)
      .meta({ description: 'Recorded judgments of answers, by graders or by people.' })
      .prefault([]),
    graders: z
      .record(text, graderSchema)
      .meta({
        description:
          'Models that grade open answers, by name: with a path or an endpoint, or {} for the model of that name.',
      })
      .prefault({}),
    grading: gradingSchema.meta({ description: 'What the graders are asked.' }).prefault({}),
    kin: kinSchema
      .meta({ description: 'Who made the models, the reference answers and the data.' })
      .prefault({}),
    provenance: provenanceSchema
      .meta({
        description:
          'Who and what made train, test, references, graders, candidate and baseline: teams, vendors, pipelines, source data sets, models.',
      })
      .exactOptional(),
    claims: name(
      'File of the claims that are made of the scores, such as claims.yaml.',
    ).exactOptional(),
    disclosure: name('File of what the authors disclose, such as disclosure.yaml.').exactOptional(),
    scoring: scoring.meta({ description: 'Metric of each track.' }).prefault({}),
    audits: z
      .record(
        text,
        z
          .union([z.record(z.string(), z.unknown()), z.null()])
          .transform((options) => options ?? {}),
      )
      .meta({
        description:
          'Audits to run with their options: { image-reuse: {} }. Default: all, with default options.',
      })
      .prefault({}),
    seed: z
      .int()
      .min(0)
      .max(4294967295)
      .meta({ description: 'Seed of every resample. Default: 0.' })
      .prefault(0),
  })
  .meta({
    title: 'Touchstone audit config',
    description: 'audit.yaml: a benchmark, its recorded predictions and the audits to run on it.',
  });

/**
 * JSON Schema (draft 2020-12) of `audit.yaml`, as published in docs/schema/audit-config.schema.json.
 *
 * @returns The schema of what people write, before defaults are filled in.
 */
export function auditConfigJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(auditConfigSchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.default;
    },
  });
}
