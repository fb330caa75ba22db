import type { Item, MediaKind } from '../benchmark/benchmark.ts';
import { itemStimulus } from '../conditions/item-stimulus.ts';
import { stimulusPrompt } from '../conditions/stimulus-prompt.ts';
import type { Generation, Model } from '../model/model.ts';
import type { OpenedCheckpoint } from '../model-card/model-card.ts';
import { reasonOf } from '../model-card/reason-of.ts';
import { whyNotAsked } from '../model-card/why-not-asked.ts';
import type { Progress } from '../progress.ts';
import { loadModel } from '../runtime/load-model.ts';
import type { CheckedAnswer } from './engine-check.ts';
import { whyNotTaken } from './media-taken.ts';

/** Options of `askItems`. */
export interface AskItemsOptions {
  /** Absolute folder of the checkpoint. */
  readonly folder: string;
  readonly maxNewTokens: number;
  /** Where quantised weights are kept. */
  readonly cacheFolder: string;
  readonly progress: Progress;
}

/**
 * Has a model answer items, greedily, one after another. It is loaded once, and not at all if it
 * may not answer or can take none of them. What goes wrong with one item is that item's reason.
 */
export async function askItems(
  name: string,
  checkpoint: OpenedCheckpoint,
  items: readonly Item[],
  options: AskItemsOptions,
): Promise<CheckedAnswer[]> {
  const refusals = items.map((item) => notApplicable(name, checkpoint, item));
  const asked = items.filter((_, index) => refusals[index] === undefined);
  const barred = whyNotAsked(checkpoint);
  const answers =
    asked.length === 0 || barred !== undefined
      ? asked.map(() => notRun(name, barred ?? ''))
      : await answersOf(name, checkpoint, asked, options);
  let next = 0;
  return refusals.map((refusal) => refusal ?? answers[next++]!);
}

function notApplicable(
  model: string,
  { architecture }: OpenedCheckpoint,
  { media }: Item,
): CheckedAnswer | undefined {
  const kinds = media.map(({ kind }) => kind);
  const reason = whyNotTaken(architecture, kinds);
  return reason === undefined ? undefined : { model, status: 'not-applicable', reason };
}

function notRun(model: string, reason: string): CheckedAnswer {
  return { model, status: 'not-run', reason };
}

async function answersOf(
  name: string,
  { path, precision, device, selection }: OpenedCheckpoint,
  items: readonly Item[],
  { folder, maxNewTokens, cacheFolder, progress }: AskItemsOptions,
): Promise<CheckedAnswer[]> {
  const names = { [folder]: path, [cacheFolder]: 'the cache' };
  let model: Model;
  try {
    model = await loadModel(folder, {
      ...selection,
      precision,
      ...(device && { device }),
      cacheFolder,
      progress,
    });
  } catch (error) {
    return items.map(() => notRun(name, reasonOf(error, names)));
  }
  const task = progress.start(`Asking ${name} (tokens)`, items.length * maxNewTokens);
  const answers: CheckedAnswer[] = [];
  try {
    for (const item of items) {
      let tokens = 0;
      const onToken = () => {
        tokens += 1;
        task.advance();
      };
      const answer = await answerOf(name, model, item, { maxNewTokens, onToken }, names);
      // What an answer did not need is done as well.
      task.advance(Math.max(0, maxNewTokens - tokens));
      answers.push(answer);
    }
    return answers;
  } finally {
    task.done();
    await model.close();
  }
}

async function answerOf(
  name: string,
  model: Model,
  item: Item,
  options: { readonly maxNewTokens: number; readonly onToken: () => void },
  names: Readonly<Record<string, string>>,
): Promise<CheckedAnswer> {
  try {
    const prompt = await stimulusPrompt(itemStimulus(item));
    const [answer] = await model.generate([prompt], { ...options, sampling: { kind: 'greedy' } });
    return answered(name, answer!);
  } catch (error) {
    const files = item.media.flatMap(({ kind, file }) =>
      file === undefined ? [] : [[file, `the ${WORDS[kind]}`] as const],
    );
    return notRun(name, reasonOf(error, { ...Object.fromEntries(files), ...names }));
  }
}

const WORDS: Readonly<Record<MediaKind, string>> = {
  image: 'image',
  features: 'slide',
  volume: 'volume',
  video: 'video',
  audio: 'sound',
};

function answered(model: string, { text, tokenIds, logProbs, finish }: Generation): CheckedAnswer {
  if (finish === 'cancelled') return notRun(model, 'it was interrupted');
  const logProb = logProbs.reduce((sum, each) => sum + each, 0);
  return {
    model,
    status: 'answered',
    text,
    tokens: tokenIds.length,
    finish,
    // The decimals behind are the last bits of the arithmetic, which machines do not share.
    logProb: Number(logProb.toFixed(2)),
  };
}
