import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { ResolvedConfig } from '../benchmark/config.ts';
import type { EndpointConfig, ModelConfig } from '../benchmark/model-config.ts';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { type StimulusMedium, variantConditionIds } from '../conditions/condition.ts';
import type { Engine } from '../engine/engine.ts';
import { endpointIdentity } from '../engine/openai/endpoint-identity.ts';
import { whyNotTaken } from '../engine-check/media-taken.ts';
import { parseArchitecture } from '../model/architecture.ts';
import type { Device, Sampling } from '../model/model.ts';
import { cacheBytesPerToken, weightBytes } from '../model/qwen3-vl/memory.ts';
import type { ModelCard, OpenedCheckpoint } from '../model-card/model-card.ts';
import { whyNotAsked } from '../model-card/why-not-asked.ts';
import type { Progress } from '../progress.ts';
import type { Effort } from './estimate.ts';
import type { AskedModel } from './plan-battery.ts';

/** A model of the config that a battery can ask. */
export interface BatteryModel extends AskedModel {
  readonly effort: Effort;
  /** Of a million tokens, in US dollars. */
  readonly price?: EndpointConfig['price'];
  /** Bytes that its weights and one batch take while it runs, without activations; undefined where it runs elsewhere. */
  memory(longestTokens: number): Promise<number | undefined>;
  open(): Promise<Engine>;
}

/** A model that should be asked and can't be. */
export interface RefusedModel {
  readonly name: string;
  readonly reason: string;
}

/** Options of `batteryModels`. */
export interface BatteryModelsOptions {
  /** What the config's checkpoints are, from `checkModels`. */
  readonly cards: readonly ModelCard[];
  readonly device: Device;
  /** Whether other machines compute, which see to the parity; default false. */
  readonly elsewhere?: boolean;
  readonly cacheFolder: string;
  /** API keys are looked up here. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly seed: number;
  /** False: only one model of each name, as it is; default true. */
  readonly variants?: boolean;
  readonly progress: Progress;
}

/** The models of a config that have a checkpoint or an endpoint, in its order. */
export function batteryModels(
  config: Pick<ResolvedConfig, 'models' | 'folder' | 'battery'>,
  options: BatteryModelsOptions,
): { readonly models: readonly BatteryModel[]; readonly refused: readonly RefusedModel[] } {
  const models: BatteryModel[] = [];
  const refused: RefusedModel[] = [];
  for (const card of options.cards) {
    const model = config.models[card.name]!;
    const { name, checkpoint } = card;
    if (model.endpoint !== undefined) models.push(served(name, model.endpoint, options));
    else if (checkpoint?.status === 'not-run') refused.push({ name, reason: checkpoint.reason });
    else if (checkpoint !== undefined) {
      const reason = whyNotAsked(checkpoint, options);
      if (reason !== undefined) refused.push({ name, reason });
      else models.push(...withVariants(card, model, checkpoint, { ...options, ...config }));
    }
  }
  return { models, refused };
}

/** A checkpoint, and the same opened otherwise for each condition that wants it so. */
function withVariants(
  { name, decoding }: ModelCard,
  model: ModelConfig,
  checkpoint: OpenedCheckpoint,
  options: BatteryModelsOptions & Pick<ResolvedConfig, 'folder' | 'battery'>,
): BatteryModel[] {
  const published = publishedSampling(decoding);
  const base = { ...inProcess(name, model, checkpoint, options), ...(published && { published }) };
  const { battery, variants = true } = options;
  if (!variants) return [base];
  const wanted = variantConditionIds.filter((id) => battery?.conditions.includes(id));
  return [
    base,
    ...wanted.flatMap((variant): BatteryModel[] => {
      if (variant === 'batched') {
        const batchSize = (model.batchSize ?? 1) === 1 ? OTHER_BATCH : 1;
        const other = inProcess(name, { ...model, batchSize }, checkpoint, options);
        // A batch size is no part of what a model is: nothing says that answers hang on it.
        return [{ ...other, variant, identity: [other.identity, 'batch', batchSize] }];
      }
      const { selection } = checkpoint;
      if (selection === undefined || selection.selectorPrecision === 'bfloat16') return [];
      const selected = {
        ...checkpoint,
        selection: { ...selection, selectorPrecision: 'bfloat16' },
      };
      return [{ ...inProcess(name, model, selected as OpenedCheckpoint, options), variant }];
    }),
  ];
}

/** Prompts at once where a model is asked one by one. */
const OTHER_BATCH = 4;

function publishedSampling(decoding: ModelCard['decoding']): Sampling | undefined {
  if (decoding === undefined) return undefined;
  const { doSample, temperature = 1, topK = 0, topP = 1 } = decoding;
  return doSample ? { kind: 'sample', temperature, topK, topP, seed: 0 } : { kind: 'greedy' };
}

function inProcess(
  name: string,
  { path, batchSize = 1 }: ModelConfig,
  { architecture, fingerprint, precision, selection, parameters }: OpenedCheckpoint,
  { device, folder, cacheFolder, progress }: BatteryModelsOptions & { readonly folder: string },
): BatteryModel {
  return {
    name,
    identity: ['checkpoint', fingerprint.id, precision, device, selection ?? null],
    whyNotTaken: (media) =>
      whyNotTaken(
        architecture,
        media.map(({ reference }) => reference.kind),
      ),
    effort: {
      inFlight: batchSize,
      ...(device === 'cpu' && { local: { parameters: parameters.total, precision } }),
    },
    async memory(longestTokens) {
      const checkpoint = await openCheckpoint(resolve(folder, path!));
      const { qwen } = parseArchitecture(checkpoint, selection);
      return weightBytes(qwen, precision) + batchSize * longestTokens * cacheBytesPerToken(qwen);
    },
    async open() {
      const { loadModel } = await import('../runtime/load-model.ts');
      const { OnnxEngine } = await import('../engine/onnx/onnx-engine.ts');
      const model = await loadModel(resolve(folder, path!), {
        ...selection,
        precision,
        device,
        cacheFolder,
        preparationThreads: Math.min(4, Math.max(1, availableParallelism() - 1)),
        progress,
      });
      return new OnnxEngine(model, { batchSize });
    },
  };
}

function served(
  name: string,
  endpoint: EndpointConfig,
  { environment, seed }: BatteryModelsOptions,
): BatteryModel {
  return {
    name,
    identity: ['endpoint', endpointIdentity(endpoint)],
    whyNotTaken: (media) => whyNotServed(endpoint, media),
    effort: { inFlight: endpoint.maxInFlight },
    ...(endpoint.body.temperature === null && { ownTemperature: true }),
    ...(endpoint.price && { price: endpoint.price }),
    memory: async () => undefined,
    async open() {
      const { openOpenAiEngine } = await import('../engine/openai/open-openai-engine.ts');
      return await openOpenAiEngine(endpoint, { environment, seed });
    },
  };
}

function whyNotServed(
  { dialect }: EndpointConfig,
  media: readonly StimulusMedium[],
): string | undefined {
  const others = media.filter(({ reference }) => reference.kind !== 'image');
  if (others.some(({ reference: { kind } }) => kind === 'video' || kind === 'audio')) {
    return 'video and sound are not covered';
  }
  if (dialect !== 'ms-swift') {
    return others.length > 0 ? 'a chat-completions server takes images alone' : undefined;
  }
  return others.some(({ treatment }) => treatment !== 'as-is')
    ? 'the server takes slides and volumes by path, and blank or noisy ones are no files'
    : undefined;
}
