import { z } from 'zod';
import type { SelectorPrecision, TokenBudgets, VolumeWindow } from '../model/media-settings.ts';
import { PRECISIONS, type Precision } from '../model/model.ts';
import type { ModelRole } from './benchmark.ts';

/** A model: recorded answers name it, or it has a checkpoint, or both. */
export interface ModelConfig {
  readonly role: ModelRole;
  readonly family?: string;
  /** Folder of its checkpoint, as written. */
  readonly path?: string;
  /** How its weights are held; 'auto' where a checkpoint has no other. */
  readonly precision?: Precision | 'auto';
  /** The next three are for models with a selector. */
  readonly selectorPrecision?: SelectorPrecision;
  readonly tokenBudgets?: Partial<TokenBudgets>;
  readonly volumeWindow?: VolumeWindow;
  /** Prompts that a checkpoint answers at once. */
  readonly batchSize?: number;
  /** A server to ask instead. */
  readonly endpoint?: EndpointConfig;
  /** How it is said to have been trained and asked. */
  readonly declared?: DeclaredAsking;
}

/** How a model is said to have been trained and asked; nothing here is measured. */
export interface DeclaredAsking {
  /** Whether its training data come from where the test items come from. */
  readonly trainedOn?: 'same-distribution' | 'other' | 'unknown';
  /** Any text that is the same for models that were given the same prompt. */
  readonly prompt?: string;
  /** Worked examples before each question. */
  readonly shots?: number;
  /** Any text that is the same for models that saw media at the same size. */
  readonly resolution?: string;
  /** 0 is greedy. */
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly seed?: number;
  readonly maxNewTokens?: number;
  /** Times that every item was asked. */
  readonly runs?: number;
}

/** An OpenAI-compatible chat-completions server. */
export interface EndpointConfig {
  /** As far as `/v1`. */
  readonly url: string;
  /** The server's name for the model. */
  readonly model: string;
  /** Environment variable that holds the API key. */
  readonly apiKeyVariable: string;
  readonly maxInFlight: number;
  readonly timeoutSeconds: number;
  /** Times a request is sent before it counts as failed. */
  readonly attempts: number;
  /** Further fields of every request's body; null leaves out temperature, seed or top_logprobs. */
  readonly body: Readonly<Record<string, unknown>>;
  /** 'ms-swift': slides and volumes are named by path, for a server that sees the same files. */
  readonly dialect?: 'openai' | 'ms-swift';
  /** Of a million tokens, in US dollars. */
  readonly price?: { readonly input: number; readonly output: number };
}

const text = z.string().min(1);
const name = (description: string): z.ZodString => text.meta({ description });

const tokens = (of: string): z.ZodExactOptional<z.ZodInt> =>
  z
    .int()
    .min(1)
    .meta({ description: `Tokens kept of ${of}; default: what its config.json says.` })
    .exactOptional();

function holdsCredentials(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

const endpoint = z.strictObject({
  url: z
    .string()
    .regex(/^https?:\/\//, 'must be an http or https URL')
    .refine((url) => URL.canParse(url), 'is no URL')
    .refine(
      (url) => !holdsCredentials(url),
      'holds a name or a password; name the environment variable of the key in apiKeyVariable instead',
    )
    .meta({ description: 'Base URL of an OpenAI-compatible server, as far as /v1.' }),
  model: name("The server's name for the model."),
  apiKeyVariable: name(
    'Environment variable that holds the API key, which is written nowhere. Default: OPENAI_API_KEY.',
  ).default('OPENAI_API_KEY'),
  maxInFlight: z
    .int()
    .min(1)
    .max(4096)
    .meta({ description: 'Requests under way at once, at most. Default: 32.' })
    .default(32),
  timeoutSeconds: z
    .number()
    .positive()
    .meta({ description: 'Time for one answer. Default: 300.' })
    .default(300),
  attempts: z
    .int()
    .min(1)
    .meta({ description: 'Times a request is sent before it counts as failed. Default: 6.' })
    .default(6),
  body: z
    .record(z.string(), z.unknown())
    .meta({
      description:
        "Further fields of every request's body; null leaves out temperature, seed or top_logprobs.",
    })
    .default({}),
  dialect: z
    .enum(['openai', 'ms-swift'])
    .meta({
      description:
        'openai (default): images only, within the request; ms-swift: slides and volumes too, by their path on a server that sees the same files.',
    })
    .exactOptional(),
  price: z
    .strictObject({ input: z.number().min(0), output: z.number().min(0) })
    .meta({ description: 'US dollars a million tokens, for audit plan.' })
    .exactOptional(),
});

const declared = z.strictObject({
  trainedOn: z
    .enum(['same-distribution', 'other', 'unknown'])
    .meta({
      description:
        'Whether it was trained on data from where the test items come from: same-distribution, other or unknown.',
    })
    .exactOptional(),
  prompt: name(
    'A name of the prompt, the same for models that were given the same.',
  ).exactOptional(),
  shots: z
    .int()
    .min(0)
    .meta({ description: 'Worked examples before each question; 0 is none.' })
    .exactOptional(),
  resolution: name(
    'The size at which it saw media, in the same words for models that saw them alike.',
  ).exactOptional(),
  temperature: z
    .number()
    .min(0)
    .meta({ description: 'Temperature of sampling; 0 is greedy.' })
    .exactOptional(),
  topP: z
    .number()
    .gt(0)
    .max(1)
    .meta({ description: 'Share of probability that is sampled from; 1 is all.' })
    .exactOptional(),
  topK: z
    .int()
    .min(0)
    .meta({ description: 'Tokens that are sampled from; 0 is all.' })
    .exactOptional(),
  seed: z.int().min(0).meta({ description: 'Seed of sampling.' }).exactOptional(),
  maxNewTokens: z.int().min(1).meta({ description: 'Longest answer, in tokens.' }).exactOptional(),
  runs: z.int().min(1).meta({ description: 'Times that every item was asked.' }).exactOptional(),
});

/** The keys of a model. */
const modelFields = {
  role: z.enum(['candidate', 'baseline', 'cold', 'other']).meta({
    description:
      'candidate: the model whose claim is audited; baseline: trained on the same data; cold: asked without such training.',
  }),
  family: name('Model family, such as qwen or gpt.').exactOptional(),
  path: name(
    'Folder of its checkpoint (config.json, tokenizer.json, *.safetensors), relative to this file.',
  ).exactOptional(),
  precision: z
    .enum(['auto', ...PRECISIONS])
    .meta({
      description:
        'How weights are held; auto, the default: float32 while it fits, float16 on WebGPU.',
    })
    .exactOptional(),
  selectorPrecision: z
    .enum(['float32', 'bfloat16'])
    .meta({
      description: "Arithmetic of BreastGPT's selector; default float32, the authors' is bfloat16.",
    })
    .exactOptional(),
  tokenBudgets: z
    .strictObject({
      image: tokens('an image'),
      slide: tokens('a slide'),
      volume: tokens('a volume'),
    })
    .meta({ description: 'Tokens that a selector cuts each medium down to.' })
    .exactOptional(),
  volumeWindow: z
    .strictObject({
      width: z.number().positive().meta({ description: 'Grey levels that are kept apart.' }),
      level: z.number().meta({ description: 'Their middle.' }),
    })
    .meta({ description: 'Grey levels of a volume, in its units; default: all of them.' })
    .exactOptional(),
  batchSize: z
    .int()
    .min(1)
    .meta({ description: 'Prompts that its checkpoint answers at once. Default: 1.' })
    .exactOptional(),
  endpoint: endpoint
    .meta({ description: 'An OpenAI-compatible server that answers for it.' })
    .exactOptional(),
  declared: declared
    .meta({
      description: 'How it is said to have been trained and asked; compared with what is seen.',
    })
    .exactOptional(),
};

/** A model of the config as written. */
export const modelConfigSchema: z.ZodType<ModelConfig> = z
  .strictObject(modelFields)
  .transform((given): ModelConfig => withPrecision(given));

/** A grader that can be asked; without path and endpoint it is the model of the same name. */
export type GraderConfig = Omit<ModelConfig, 'role' | 'declared'>;

const { role: _role, declared: _declared, ...graderFields } = modelFields;

/** A grader of the config as written. */
export const graderSchema: z.ZodType<GraderConfig> = z
  .strictObject(graderFields)
  .transform((given): GraderConfig => withPrecision(given));

/** Says how a checkpoint's weights are held where the config does not. */
function withPrecision<Given extends Omit<ModelConfig, 'role'>>(given: Given): Given {
  return given.path === undefined ? given : { ...given, precision: given.precision ?? 'auto' };
}
