import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import {
  type Architecture,
  loadPreparer,
  type PreparedPrompt,
  type Preparer,
  parseArchitecture,
} from '../model/architecture.ts';
import type { MediaOptions, MediaSettings } from '../model/media-settings.ts';
import type {
  BatchTiming,
  Device,
  GenerateOptions,
  Generation,
  Model,
  OptionScore,
  Precision,
  Prompt,
  Sampling,
} from '../model/model.ts';
import {
  type GenerationDefaults,
  parseGenerationDefaults,
} from '../model/qwen3-vl/generation-defaults.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { defaultCacheFolder } from './cache-folder.ts';
import { chooseDevice } from './device.ts';
import type { GeneratedTokens } from './generate.ts';
import type { Executor } from './model-executor.ts';
import { openExecutor } from './open-executor.ts';
import { choosePrecision } from './precision.ts';
import { TextStream } from './text-stream.ts';
import { WorkerExecutor } from './worker-executor.ts';

/** Options of `loadModel`. */
export interface LoadModelOptions extends MediaOptions {
  /** Default 'cpu'; 'auto' is CUDA where this installation has it, else the CPU. */
  readonly device?: Device | 'auto';
  /**
   * Default 'auto': on the CPU float32 while it fits comfortably, else 'bfloat16-mapped'; on WebGPU
   * float16, on CUDA bfloat16.
   */
  readonly precision?: Precision | 'auto';
  /** Threads inside one operation; default one per core. */
  readonly threads?: number;
  /** Where quantised weights are written once; default ~/.cache/touchstone. */
  readonly cacheFolder?: string;
  /**
   * 'worker' (default) runs the model in a thread of its own; 'same' in this one, which
   * stands still meanwhile.
   */
  readonly thread?: 'worker' | 'same';
  readonly progress?: Progress;
}

const DEFAULT_MAX_NEW_TOKENS = 1024;

/**
 * Loads a Qwen3-VL or BreastGPT checkpoint straight from its folder.
 *
 * @param folder as Hugging Face and ModelScope lay it out: config.json, tokenizer.json,
 *   a chat template and *.safetensors files.
 * @throws {AuditError} for a folder that can not be run, in one line that says why.
 * @example
 * const model = await loadModel('./Qwen3-VL-8B-sft');
 * const [answer] = await model.generate([
 *   { messages: [{ role: 'user', content: 'What is BI-RADS 4?' }] },
 * ]);
 * await model.close();
 */
export async function loadModel(folder: string, options: LoadModelOptions = {}): Promise<Model> {
  const { thread = 'worker', progress = silentProgress } = options;
  const checkpoint = await openCheckpoint(folder);
  const { selectorPrecision, tokenBudgets, volumeWindow } = options;
  const media = { selectorPrecision, tokenBudgets, volumeWindow };
  const architecture = parseArchitecture(checkpoint, media);
  const preparer = loadPreparer(checkpoint, architecture);
  const defaults = parseGenerationDefaults(checkpoint);
  const device = await chooseDevice(options.device ?? 'cpu');
  const precision = choosePrecision(checkpoint, options.precision ?? 'auto', { device });
  const settings = {
    folder,
    device,
    precision,
    cacheFolder: options.cacheFolder ?? defaultCacheFolder(),
    threads: options.threads,
    media,
  };
  const executor =
    thread === 'same'
      ? await openExecutor(settings, progress)
      : await WorkerExecutor.open(settings, progress);
  // BreastGPT's template stops at the end of text as well; its generation_config.json does not say.
  const stopIds = [
    ...defaults.stopIds,
    ...(architecture.name === 'breastgpt' ? preparer.tokenizer.encode('<|endoftext|>') : []),
  ];
  const held = { device, precision };
  return new LoadedModel(architecture, preparer, { ...defaults, stopIds }, held, executor);
}

class LoadedModel implements Model {
  readonly architecture: Architecture['name'];
  readonly precision: Precision;
  readonly device: Device;
  readonly mediaSettings: MediaSettings | undefined;
  readonly sampling: Sampling;
  readonly #preparer: Preparer;
  readonly #stopIds: readonly number[];
  readonly #executor: Executor;

  constructor(
    architecture: Architecture,
    preparer: Preparer,
    defaults: GenerationDefaults,
    held: { readonly device: Device; readonly precision: Precision },
    executor: Executor,
  ) {
    this.architecture = architecture.name;
    this.mediaSettings = architecture.name === 'breastgpt' ? architecture.config.media : undefined;
    this.#preparer = preparer;
    this.#stopIds = defaults.stopIds;
    this.#executor = executor;
    this.precision = held.precision;
    this.device = held.device;
    this.sampling = defaults.sampling;
  }

  async generate(
    prompts: readonly Prompt[],
    options: GenerateOptions = {},
  ): Promise<readonly Generation[]> {
    const { batchSize = 1 } = options;
    if (!(Number.isInteger(batchSize) && batchSize > 0)) {
      throw new RangeError(`batchSize must be a whole number above 0, got ${batchSize}`);
    }
    const generations: Generation[] = [];
    let next = this.#prepare(prompts, 0, batchSize);
    for (let start = 0; start < prompts.length; start += batchSize) {
      const prepared = await next;
      // Images of the next batch are decoded while this one runs.
      next = this.#prepare(prompts, start + batchSize, batchSize);
      next.catch(() => {});
      const answers = await this.#generateBatch(prepared, start, options);
      for (const [i, answer] of answers.entries()) options.onAnswer?.(start + i, answer);
      generations.push(...answers);
    }
    return generations;
  }

  async score(prompt: Prompt, options: readonly string[]): Promise<readonly OptionScore[]> {
    const prepared = await this.#preparer.prepare(prompt);
    const ids = options.map((option) => this.#preparer.tokenizer.encode(option));
    const empty = ids.findIndex((option) => option.length === 0);
    if (empty >= 0) throw new RangeError(`score: option ${empty} is empty`);
    const logLikelihoods = await this.#executor.score({ prompt: prepared, options: ids });
    return options.map((option, i) => ({
      option,
      logLikelihood: logLikelihoods[i]!,
      tokens: ids[i]!.length,
    }));
  }

  async close(): Promise<void> {
    await this.#executor.close();
  }

  #prepare(
    prompts: readonly Prompt[],
    start: number,
    count: number,
  ): Promise<readonly PreparedPrompt[]> {
    const batch = prompts.slice(start, start + count);
    return Promise.all(batch.map((prompt) => this.#preparer.prepare(prompt)));
  }

  async #generateBatch(
    prompts: readonly PreparedPrompt[],
    start: number,
    { maxNewTokens = DEFAULT_MAX_NEW_TOKENS, sampling, signal, onToken }: GenerateOptions,
  ): Promise<Generation[]> {
    if (signal?.aborted) {
      const nothing: GeneratedTokens = { tokenIds: [], logProbs: [], finish: 'cancelled' };
      const timing = { mediaMs: 0, promptMs: 0, tokensMs: 0 };
      return prompts.map((prompt) => this.#generation(nothing, prompt, timing));
    }
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    const cancel = () => Atomics.store(cancelled, 0, 1);
    signal?.addEventListener('abort', cancel, { once: true });
    const streams = prompts.map(() => new TextStream(this.#preparer.tokenizer));
    try {
      const { answers, timing } = await this.#executor.generate(
        {
          prompts,
          promptIndices: prompts.map((_, i) => start + i),
          maxNewTokens,
          sampling: sampling ?? this.sampling,
          stopIds: this.#stopIds,
          cancelled,
        },
        (promptIndex, { id }) => {
          if (onToken === undefined) return;
          const stream = streams[promptIndex - start]!;
          onToken(promptIndex, this.#stopIds.includes(id) ? stream.end() : stream.push(id));
        },
      );
      for (const [i, stream] of streams.entries()) {
        const rest = stream.end();
        if (rest !== '') onToken?.(start + i, rest);
      }
      return answers.map((answer, i) => this.#generation(answer, prompts[i]!, timing));
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  #generation(result: GeneratedTokens, prompt: PreparedPrompt, timing: BatchTiming): Generation {
    const { tokenIds, finish } = result;
    const spoken = finish === 'stop' ? tokenIds.slice(0, -1) : tokenIds;
    return {
      ...result,
      text: this.#preparer.tokenizer.decode(spoken),
      promptTokens: prompt.inputIds.length,
      timing,
    };
  }
}
