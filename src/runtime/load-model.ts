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
  ReadyPrompt,
  Sampling,
} from '../model/model.ts';
import {
  type GenerationDefaults,
  parseGenerationDefaults,
} from '../model/qwen3-vl/generation-defaults.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { defaultCacheFolder } from './cache-folder.ts';
import type { GeneratedTokens } from './decoder/generate.ts';
import { chooseDevice } from './device.ts';
import type { Executor } from './model-executor.ts';
import { openExecutor } from './open-executor.ts';
import { choosePrecision } from './precision.ts';
import { TextStream } from './text-stream.ts';
import { PromptPool } from './threads/prompt-pool.ts';
import { WorkerExecutor } from './threads/worker-executor.ts';

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
  /**
   * Threads that decode media and tokenise ahead of the model; default 0: the calling thread does,
   * which is enough while one prompt follows another.
   */
  readonly preparationThreads?: number;
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
  const { thread = 'worker', preparationThreads = 0, progress = silentProgress } = options;
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
  const pool =
    preparationThreads > 0 ? new PromptPool(preparationThreads, { folder, media }) : undefined;
  const parts = { preparer, pool, executor };
  const held = { device, precision };
  return new LoadedModel(architecture, parts, { ...defaults, stopIds }, held);
}

interface ModelParts {
  readonly preparer: Preparer;
  readonly pool: PromptPool | undefined;
  readonly executor: Executor;
}

class LoadedModel implements Model {
  readonly architecture: Architecture['name'];
  readonly precision: Precision;
  readonly device: Device;
  readonly mediaSettings: MediaSettings | undefined;
  readonly sampling: Sampling;
  readonly #preparer: Preparer;
  readonly #stopIds: readonly number[];
  readonly #pool: PromptPool | undefined;
  readonly #executor: Executor;

  constructor(
    architecture: Architecture,
    { preparer, pool, executor }: ModelParts,
    defaults: GenerationDefaults,
    held: { readonly device: Device; readonly precision: Precision },
  ) {
    this.architecture = architecture.name;
    this.mediaSettings = architecture.name === 'breastgpt' ? architecture.config.media : undefined;
    this.#preparer = preparer;
    this.#pool = pool;
    this.#stopIds = defaults.stopIds;
    this.#executor = executor;
    this.precision = held.precision;
    this.device = held.device;
    this.sampling = defaults.sampling;
  }

  async prepare(prompt: Prompt): Promise<ReadyPrompt> {
    return await (this.#pool ?? this.#preparer).prepare(prompt);
  }

  async generate(
    prompts: readonly (Prompt | ReadyPrompt)[],
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

  async score(
    prompt: Prompt | ReadyPrompt,
    options: readonly string[],
  ): Promise<readonly OptionScore[]> {
    if (options.length === 0) return [];
    const prepared = await this.#ready(prompt);
    const ids = this.#encodeAll(options);
    const logLikelihoods = await this.#executor.score({ prompt: prepared, options: ids });
    return options.map((option, i) => ({
      option,
      logLikelihood: logLikelihoods[i]!,
      tokens: ids[i]!.length,
    }));
  }

  async close(): Promise<void> {
    await this.#pool?.close();
    await this.#executor.close();
  }

  #encodeAll(options: readonly string[]): readonly (readonly number[])[] {
    const ids = options.map((option) => this.#preparer.tokenizer.encode(option));
    const empty = ids.findIndex((option) => option.length === 0);
    if (empty >= 0) throw new RangeError(`score: option ${empty} is empty`);
    return ids;
  }

  #prepare(
    prompts: readonly (Prompt | ReadyPrompt)[],
    start: number,
    count: number,
  ): Promise<readonly PreparedPrompt[]> {
    const batch = prompts.slice(start, start + count);
    return Promise.all(batch.map((prompt) => this.#ready(prompt)));
  }

  async #ready(prompt: Prompt | ReadyPrompt): Promise<PreparedPrompt> {
    return 'messages' in prompt ? await this.#preparer.prepare(prompt) : (prompt as PreparedPrompt);
  }

  async #generateBatch(
    prompts: readonly PreparedPrompt[],
    start: number,
    options: GenerateOptions,
  ): Promise<Generation[]> {
    const { maxNewTokens = DEFAULT_MAX_NEW_TOKENS, sampling, signal, onToken } = options;
    if (signal?.aborted) {
      const nothing: GeneratedTokens = {
        tokenIds: [],
        logProbs: [],
        finish: 'cancelled',
        candidateLogLikelihoods: [],
      };
      const timing = { mediaMs: 0, promptMs: 0, tokensMs: 0 };
      return prompts.map((prompt) => this.#generation(nothing, prompt, timing));
    }
    const candidates = prompts.map((_, i) =>
      this.#encodeAll(options.candidates?.[start + i] ?? []),
    );
    // What follows a prompt can be looked at without a trace for one prompt at a time.
    const together = prompts.length === 1 || candidates.flat().every(({ length }) => length === 1);
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
          candidates: together ? candidates : [],
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
      const scored = together ? answers : await this.#scoreApart(answers, prompts, candidates);
      return scored.map((answer, i) => this.#generation(answer, prompts[i]!, timing));
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async #scoreApart(
    answers: readonly GeneratedTokens[],
    prompts: readonly PreparedPrompt[],
    candidates: readonly (readonly (readonly number[])[])[],
  ): Promise<readonly GeneratedTokens[]> {
    const scored: GeneratedTokens[] = [];
    for (const [i, answer] of answers.entries()) {
      const prompt = prompts[i]!;
      const candidateLogLikelihoods =
        candidates[i]!.length === 0
          ? []
          : await this.#executor.score({ prompt, options: candidates[i]! });
      scored.push({ ...answer, candidateLogLikelihoods });
    }
    return scored;
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
