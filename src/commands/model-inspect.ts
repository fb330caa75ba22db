import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { outlinesOf, parseArchitecture } from '../model/architecture.ts';
import type { TokenBudgets } from '../model/media-settings.ts';
import { PRECISIONS, type Precision, type Sampling } from '../model/model.ts';
import {
  type PublishedCheckpoint,
  publishedLike,
  type ReplaceableFile,
  replaceableFiles,
} from '../model/published-checkpoints.ts';
import type { Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { parseGenerationDefaults } from '../model/qwen3-vl/generation-defaults.ts';
import { cacheBytesPerToken, weightBytes } from '../model/qwen3-vl/memory.ts';
import { loadTokenizer } from '../model/qwen3-vl/tokenizer.ts';
import { type CheckpointFacts, checkpointFacts } from '../model-card/checkpoint-facts.ts';
import { alignedRows } from './aligned-rows.ts';

/** What `audit model inspect` finds. */
export interface ModelFacts extends Omit<CheckpointFacts, 'media'> {
  readonly folder: string;
  readonly config: Qwen3VlConfig;
  /** Stored bytes by element type. */
  readonly storedBytes: Readonly<Record<string, number>>;
  readonly files: readonly string[];
  /** Tokens of tokenizer.json; undefined if it is missing or can not be used. */
  readonly tokenizerTokens: number | undefined;
  readonly chatTemplate: boolean;
  readonly generation: { readonly sampling: Sampling; readonly stopIds: readonly number[] };
  /** Media tokens that are kept at most, of models with a selector. */
  readonly budgets: TokenBudgets | undefined;
  /** Files it runs without, and what is taken in their place. */
  readonly replaced: readonly ReplaceableFile[];
  /** The published checkpoint of the same size. */
  readonly published: PublishedCheckpoint | undefined;
  /** Tensors the architecture does not use. */
  readonly unused: readonly string[];
  readonly weightBytes: Readonly<Record<Precision, number>>;
  readonly cacheBytesPerToken: number;
}

/**
 * `audit model inspect`: what a checkpoint is, what it lacks and what memory it takes.
 * Reads the JSON files and the headers of the weights.
 *
 * @throws {AuditError} for a folder that is no checkpoint of a known architecture.
 */
export async function inspectModel(folder: string): Promise<ModelFacts> {
  const checkpoint = await openCheckpoint(folder);
  const architecture = parseArchitecture(checkpoint);
  const config = architecture.qwen;
  const { media, parameters, missing, quirks } = checkpointFacts(checkpoint, architecture);
  const storedBytes: Record<string, number> = {};
  for (const { type, sizeBytes } of checkpoint.tensors.values()) {
    storedBytes[type] = (storedBytes[type] ?? 0) + sizeBytes;
  }
  const outlines = outlinesOf(architecture);
  const expected = new Set(outlines.map(({ name }) => name));
  return {
    folder,
    architecture: architecture.name,
    config,
    parameters,
    storedBytes,
    files: checkpoint.files,
    tokenizerTokens: tokenCount(checkpoint),
    chatTemplate: checkpoint.documents.chatTemplate !== undefined,
    generation: parseGenerationDefaults(checkpoint),
    missing,
    quirks,
    budgets: media?.tokenBudgets,
    replaced: replacedFiles(checkpoint, architecture.name),
    published: publishedLike(architecture, outlines),
    unused: [...checkpoint.tensors.keys()].filter((name) => !expected.has(name)),
    weightBytes: Object.fromEntries(
      PRECISIONS.map((precision) => [precision, weightBytes(config, precision)]),
    ) as Record<Precision, number>,
    cacheBytesPerToken: cacheBytesPerToken(config),
  };
}

function replacedFiles(
  { documents }: Checkpoint,
  architecture: CheckpointFacts['architecture'],
): readonly ReplaceableFile[] {
  const present: Readonly<Record<string, unknown>> = {
    'generation_config.json': documents.generationConfig,
    'preprocessor_config.json': documents.preprocessorConfig,
  };
  return replaceableFiles(architecture).filter(({ file }) => present[file] === undefined);
}

function tokenCount(checkpoint: Checkpoint): number | undefined {
  try {
    return loadTokenizer(checkpoint).size;
  } catch {
    return undefined;
  }
}

const MOST_LISTED = 10;

/** The facts as text for a terminal. */
export function renderModelFacts(facts: ModelFacts): string {
  const { config, parameters, generation } = facts;
  const { text, vision } = config;
  const total = parameters.vision + parameters.decoder + parameters.slide;
  const rows: [string, string][] = [
    ['architecture', facts.architecture],
    [
      'parameters',
      `${billions(total)} (vision ${billions(parameters.vision)}, decoder ${billions(parameters.decoder)}${parameters.slide > 0 ? `, slide branch ${billions(parameters.slide)}` : ''})`,
    ],
    [
      'decoder',
      `${text.layerCount} layers, hidden ${text.hiddenSize}, ${text.headCount} heads over ${text.keyValueHeadCount} key-value heads of ${text.headDim}`,
    ],
    [
      'vision tower',
      `${vision.depth} layers, hidden ${vision.hiddenSize}, patches of ${vision.patchSize} px, DeepStack after ${vision.deepstackLayers.join(', ')}`,
    ],
    [
      'vocabulary',
      `${text.vocabularySize} rows${text.tieWordEmbeddings ? ', tied head' : ''}; tokenizer ${facts.tokenizerTokens ?? 'unusable'}`,
    ],
    [
      'stored as',
      `${Object.entries(facts.storedBytes)
        .map(([type, bytes]) => `${type} ${gigabytes(bytes)}`)
        .join(', ')} in ${facts.files.length} file(s)`,
    ],
    ['chat template', facts.chatTemplate ? 'yes' : 'none'],
    ['generation', describeGeneration(generation)],
    ...PRECISIONS.map((precision): [string, string] => [
      precision,
      `${gigabytes(facts.weightBytes[precision])} of memory`,
    ]),
    ['key-value cache', `${gigabytes(1000 * facts.cacheBytesPerToken)} per 1,000 tokens`],
    ...budgetRows(facts.budgets),
    ...publishedRows(facts.published),
    ['missing', listed(facts.missing)],
    ...facts.replaced.map(({ file, without }): [string, string] => [`no ${file}`, without]),
    ['not used', listed(facts.unused)],
  ];
  const quirks = facts.quirks.map(
    ({ id, behaviour, effect }) => `\n  ${id}\n    ${behaviour}\n    ${effect}\n`,
  );
  const known = quirks.length > 0 ? `\nWhat to know about this model:\n${quirks.join('')}` : '';
  return alignedRows([['folder', facts.folder], ...rows]) + known;
}

function publishedRows(published: PublishedCheckpoint | undefined): [string, string][] {
  if (published === undefined) return [];
  const { id, hub, licence, download, weightBytes: bytes } = published;
  return [
    ['size of', `${id} (${hub}, ${licence}; weights ${gigabytes(bytes)})`],
    ['to download it', download],
  ];
}

function budgetRows(budgets: TokenBudgets | undefined): [string, string][] {
  if (budgets === undefined) return [];
  const { image, slide, volume } = budgets;
  return [['tokens kept', `${image} of an image, ${slide} of a slide, ${volume} of a volume`]];
}

function describeGeneration({ sampling, stopIds }: ModelFacts['generation']): string {
  const stop = `stops at ${stopIds.join(', ') || 'no id'}`;
  if (sampling.kind === 'greedy') return `greedy, ${stop}`;
  const { temperature, topK, topP } = sampling;
  return `sampled at temperature ${temperature}, top-k ${topK}, top-p ${topP}, ${stop}`;
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return 'nothing';
  const more = names.length > MOST_LISTED ? [`and ${names.length - MOST_LISTED} more`] : [];
  return [...names.slice(0, MOST_LISTED), ...more].join('; ');
}

function billions(count: number): string {
  return count < 1e8 ? `${(count / 1e6).toFixed(1)} M` : `${(count / 1e9).toFixed(2)} B`;
}

function gigabytes(bytes: number): string {
  return bytes < 1e8 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
