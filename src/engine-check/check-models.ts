import { resolve } from 'node:path';
import type { Benchmark, Item, MediaReference } from '../benchmark/benchmark.ts';
import type { ResolvedConfig } from '../benchmark/config.ts';
import type { Device } from '../model/model.ts';
import type { ModelCard } from '../model-card/model-card.ts';
import { openCard } from '../model-card/open-card.ts';
import { readDecoding } from '../model-card/read-decoding.ts';
import { recordedCards } from '../model-card/recorded-answers.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { summarizeSlide } from '../slide/feature-origin.ts';
import { askItems } from './ask-items.ts';
import { chooseItems } from './choose-items.ts';
import type { CheckedAnswer, CheckedItem, CheckedMedium, EngineCheck } from './engine-check.ts';

const UNOPENED = 'the checkpoint was not opened; the model’s card says why';

/** Options of `checkModels`. */
export interface CheckModelsOptions {
  /** Where hashes, parity records and quantised weights are kept. */
  readonly cacheFolder: string;
  /** What checkpoints compute on; default 'cpu'. */
  readonly device?: Device;
  /** Whether other machines compute: their parity is not checked here; default false. */
  readonly elsewhere?: boolean;
  readonly progress?: Progress;
}

/** The cards of a config's models, and what its checkpoints answered. */
export interface CheckedModels {
  readonly models: readonly ModelCard[];
  /** Absent where the config asks for no items. */
  readonly engineCheck?: EngineCheck;
}

/**
 * Opens every checkpoint that a config names, one after another so that one model is in memory
 * at a time, and has those that may answer do so. Whatever is wrong with a checkpoint or a medium
 * is told in its place and stops nothing else.
 */
export async function checkModels(
  config: Pick<ResolvedConfig, 'models' | 'engineCheck' | 'folder'>,
  benchmark: Benchmark,
  { cacheFolder, device = 'cpu', elsewhere = false, progress = silentProgress }: CheckModelsOptions,
): Promise<CheckedModels> {
  const { folder, engineCheck } = config;
  const { items: count, maxNewTokens } = engineCheck;
  const items = chooseItems(benchmark.test, count);
  const models: ModelCard[] = [];
  const answers: CheckedAnswer[][] = [];
  for (const card of recordedCards(benchmark)) {
    const model = config.models[card.name];
    if (model?.path === undefined) {
      models.push(card);
      continue;
    }
    const { path } = model;
    const surroundings = { cacheFolder, device, elsewhere, folder, progress };
    const checkpoint = await openCard({ ...model, path }, surroundings);
    const decoding = await readDecoding(resolve(folder, path));
    models.push({ ...card, ...(decoding && { decoding }), checkpoint });
    answers.push(
      checkpoint.status === 'opened'
        ? await askItems(card.name, checkpoint, items, {
            ...surroundings,
            folder: resolve(folder, path),
            maxNewTokens,
          })
        : items.map(() => ({ model: card.name, status: 'not-run', reason: UNOPENED })),
    );
  }
  if (count === 0) return { models };
  const checked: CheckedItem[] = [];
  for (const [index, item] of items.entries()) {
    const ofItem = answers.map((ofModel) => ofModel[index]!);
    checked.push(await checkedItem(item, ofItem, cacheFolder));
  }
  return { models, engineCheck: { maxNewTokens, items: checked } };
}

async function checkedItem(
  item: Item,
  answers: readonly CheckedAnswer[],
  cacheFolder: string,
): Promise<CheckedItem> {
  return {
    item: item.key,
    source: item.source,
    excerpt: shortened(item.prompt),
    media: await Promise.all(item.media.map((medium) => checkedMedium(medium, cacheFolder))),
    reference: shortened(item.answer || JSON.stringify(item.boxes)),
    answers,
  };
}

async function checkedMedium(
  { kind, path, file }: MediaReference,
  cacheFolder: string,
): Promise<CheckedMedium> {
  if (kind !== 'features' || file === undefined) return { kind, path };
  try {
    const { tiles, origin } = await summarizeSlide(file, cacheFolder);
    return { kind, path, slide: { tiles, origin } };
  } catch {
    // What is wrong with the file is the reason beside each model.
    return { kind, path };
  }
}

function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= 300 ? text : `${characters.slice(0, 299).join('')}…`;
}
