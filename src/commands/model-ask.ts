import { AuditError } from '../errors.ts';
import type { MediaOptions, SelectorPrecision } from '../model/media-settings.ts';
import type {
  Device,
  Generation,
  Medium,
  Message,
  Model,
  Precision,
  Sampling,
} from '../model/model.ts';
import type { Progress, ProgressTask } from '../progress.ts';
import { loadModel } from '../runtime/load-model.ts';
import { describeSlide, type SlideSummary, summarizeSlide } from '../slide/feature-origin.ts';

/** Options of `audit model ask`, as commander hands them over. */
export interface AskOptions {
  /** In the order in which they were given. */
  readonly media?: readonly Medium[];
  readonly system?: string;
  readonly greedy?: boolean;
  readonly sample?: boolean;
  readonly temperature?: number;
  readonly topK?: number;
  readonly topP?: number;
  readonly seed?: number;
  readonly maxNewTokens?: number;
  readonly device?: Device | 'auto';
  readonly precision?: Precision | 'auto';
  readonly selectorPrecision?: SelectorPrecision;
  readonly imageTokens?: number;
  readonly slideTokens?: number;
  readonly volumeTokens?: number;
  readonly windowWidth?: number;
  readonly windowLevel?: number;
  readonly threads?: number;
  readonly json?: boolean;
}

/** What a command is given by the terminal it runs in. */
export interface AskSurroundings {
  readonly cacheFolder: string;
  readonly progress: Progress;
  /** stdout: the answer alone. */
  readonly write: (text: string) => void;
  /** Whether text is written as it comes. */
  readonly streams: boolean;
  /** stderr: everything else. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What the released models ask for when they sample. */
const SAMPLED: Sampling = { kind: 'sample', temperature: 0.7, topK: 20, topP: 0.8, seed: 0 };

/**
 * `audit model ask`: one question, one answer.
 *
 * @returns The exit code: 0, or 130 if it was interrupted.
 * @throws {AuditError} for a folder or image that can not be used.
 */
export async function askModel(
  folder: string,
  question: string,
  options: AskOptions,
  surroundings: AskSurroundings,
): Promise<number> {
  const { cacheFolder, progress, write, streams, log, signal } = surroundings;
  const startedMs = performance.now();
  const { threads, device = 'cpu', precision = 'auto', json = false } = options;
  log(`loading ${folder}`);
  const model = await loadModel(folder, {
    device,
    precision,
    ...mediaOptions(options),
    cacheFolder,
    progress,
    ...(threads === undefined ? {} : { threads }),
  });
  const sampling = askedSampling(model.sampling, options);
  log(
    `${model.architecture}, ${placeOf(model)}, ${describe(sampling)}; loaded in ${seconds(startedMs)}, reading the prompt`,
  );
  try {
    const slides = await summarizeSlides(options.media ?? [], surroundings);
    const askedMs = performance.now();
    const live = streams && !json;
    let task: ProgressTask | undefined;
    const [answer] = await model.generate([{ messages: messagesOf(question, options) }], {
      sampling,
      signal,
      ...(options.maxNewTokens === undefined ? {} : { maxNewTokens: options.maxNewTokens }),
      onToken: (_, text) => {
        task ??= live ? undefined : progress.start('Answering (tokens)');
        if (live) write(text);
        else task?.advance();
      },
    });
    task?.done();
    const { text, tokenIds, logProbs, finish, promptTokens } = answer!;
    if (json) {
      const document = { text, tokenIds, logProbs, finish, promptTokens };
      const facts = {
        architecture: model.architecture,
        device: model.device,
        precision: model.precision,
        ...(model.mediaSettings === undefined ? {} : { mediaSettings: model.mediaSettings }),
        sampling,
        ...slides,
      };
      write(`${JSON.stringify({ ...document, ...facts }, null, 2)}\n`);
    } else {
      write(live ? '\n' : `${text}\n`);
    }
    log(
      `${promptTokens} prompt tokens, ${tokenIds.length} new, ${finish}; ${seconds(askedMs)} to answer: ${timeByStage(answer!)}`,
    );
    return finish === 'cancelled' ? 130 : 0;
  } finally {
    await model.close();
  }
}

/** What runs where: a selector picks the reference's tokens, so it stays on the CPU. */
function placeOf({ device, precision, mediaSettings }: Model): string {
  const apart = device !== 'cpu' && mediaSettings !== undefined ? ' (selector on cpu)' : '';
  return `${precision} on ${device}${apart}`;
}

function mediaOptions(options: AskOptions): MediaOptions {
  const { selectorPrecision, windowWidth, windowLevel } = options;
  const budgets = Object.entries({
    image: options.imageTokens,
    slide: options.slideTokens,
    volume: options.volumeTokens,
  }).filter(([, budget]) => budget !== undefined);
  if ((windowWidth === undefined) !== (windowLevel === undefined)) {
    throw new AuditError({
      code: 'window-incomplete',
      location: windowWidth === undefined ? '--window-level' : '--window-width',
      problem: 'was given alone',
      remedy: 'give both --window-width and --window-level, or none',
    });
  }
  return {
    selectorPrecision,
    ...(budgets.length > 0 && { tokenBudgets: Object.fromEntries(budgets) }),
    ...(windowWidth !== undefined &&
      windowLevel !== undefined && { volumeWindow: { width: windowWidth, level: windowLevel } }),
  };
}

/** Says where the features of each slide come from, and puts it in the answer's JSON. */
async function summarizeSlides(
  media: readonly Medium[],
  { cacheFolder, log }: AskSurroundings,
): Promise<{ readonly slides?: readonly SlideSummary[] }> {
  const slides: SlideSummary[] = [];
  for (const medium of media) {
    if (medium.type !== 'slide') continue;
    const summary = await summarizeSlide(medium.slide, cacheFolder);
    log(describeSlide(summary));
    slides.push(summary);
  }
  return slides.length === 0 ? {} : { slides };
}

function messagesOf(question: string, { media = [], system }: AskOptions): readonly Message[] {
  return [
    ...(system === undefined ? [] : [{ role: 'system', content: system } as const]),
    { role: 'user', content: [...media, { type: 'text', text: question }] },
  ];
}

function askedSampling(defaults: Sampling, options: AskOptions): Sampling {
  const { temperature, topK, topP, seed } = options;
  const adjusts = [temperature, topK, topP, seed].some((value) => value !== undefined);
  if (options.greedy) return { kind: 'greedy' };
  if (!options.sample && !adjusts) return defaults;
  const base = defaults.kind === 'sample' ? defaults : SAMPLED;
  return {
    ...(base as Extract<Sampling, { kind: 'sample' }>),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topK === undefined ? {} : { topK }),
    ...(topP === undefined ? {} : { topP }),
    ...(seed === undefined ? {} : { seed }),
  };
}

function describe(sampling: Sampling): string {
  if (sampling.kind === 'greedy') return 'greedy';
  const { temperature, topK, topP, seed } = sampling;
  return `sampled (temperature ${temperature}, top-k ${topK}, top-p ${topP}, seed ${seed})`;
}

/** "media 4.1 s, prompt 9.0 s, tokens 1.6 s (4.4/s); peak memory 10.9 GB" */
function timeByStage({ timing, tokenIds }: Generation): string {
  const { mediaMs, promptMs, tokensMs } = timing;
  const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const steps = tokenIds.length - 1;
  const rate = steps > 0 ? ` (${(steps / (tokensMs / 1000)).toFixed(1)}/s)` : '';
  const peakGigabytes = ((process.resourceUsage().maxRSS * 1024) / 1e9).toFixed(1);
  return `media ${inSeconds(mediaMs)}, prompt ${inSeconds(promptMs)}, tokens ${inSeconds(tokensMs)}${rate}; peak memory ${peakGigabytes} GB`;
}

function seconds(sinceMs: number): string {
  return `${((performance.now() - sinceMs) / 1000).toFixed(1)} s`;
}
