import { decimals, percent } from '../../src/audit/wording.ts';
import type { AskedModel, AskingFact, Known, Share } from './asked-model.ts';
import type { ComparedFact } from './parity.ts';

/** What people read. */
export const factTitles: Readonly<Record<AskingFact | ComparedFact, string>> = {
  prompt: 'Prompt',
  shots: 'Shots',
  resolution: 'Resolution',
  decoding: 'Decoding',
  temperature: 'Temperature',
  topP: 'Top-p',
  topK: 'Top-k',
  seed: 'Seed',
  maxNewTokens: 'Longest answer',
  runs: 'Runs',
  truncated: 'Cut answers',
  unanswered: 'Items not answered',
};

/** In a sentence. */
export const factNames: Readonly<Record<AskingFact | ComparedFact, string>> = {
  prompt: 'prompt',
  shots: 'number of shots',
  resolution: 'resolution',
  decoding: 'decoding',
  temperature: 'temperature',
  topP: 'top-p',
  topK: 'top-k',
  seed: 'seed',
  maxNewTokens: 'longest answer',
  runs: 'number of runs',
  truncated: 'share of cut answers',
  unanswered: 'share of items not answered',
};

export const trainingTitles: Readonly<Record<AskedModel['trainedOn'], string>> = {
  'same-distribution': 'the same distribution',
  other: 'other data',
  unknown: 'unknown',
};

type Source = keyof Known;

/** The surest first. */
const sources = ['measured', 'declared', 'byDefault'] as const;

const sourceTexts: Readonly<Record<Source, string>> = {
  measured: 'as asked here',
  declared: 'as declared',
  byDefault: 'by generation_config.json',
};

/** "greedy, as asked here", "temperature 0.7, top-p 0.8, top-k 20, by generation_config.json". */
function decodingBy({ facts }: AskedModel, source: Source): string | undefined {
  const temperature = facts.temperature[source];
  if (temperature === undefined) return undefined;
  if (temperature === 0) return `greedy, ${sourceTexts[source]}`;
  const rest = (['topP', 'topK'] as const).flatMap((fact) => {
    const value = facts[fact][source];
    return typeof value === 'number' ? [`${factNames[fact]} ${value}`] : [];
  });
  return [`temperature ${temperature}`, ...rest, sourceTexts[source]].join(', ');
}

/** By the surest source. */
function decodingText(model: AskedModel): string {
  const known = sources.flatMap((source) => decodingBy(model, source) ?? []);
  return known[0] ?? 'not known';
}

/** By every source that says something. */
export function everyDecoding(model: AskedModel): string | null {
  const known = sources.flatMap((source) => decodingBy(model, source) ?? []);
  return known.length > 0 ? known.join('; ') : null;
}

/** Every source that says something: "0 (declared); 0.7 (generation_config.json)". */
export function knownText({ measured, declared, byDefault }: Known): string | null {
  const said = [
    [measured, 'asked here'],
    [declared, 'declared'],
    [byDefault, 'generation_config.json'],
  ] as const;
  const parts = said.flatMap(([value, source]) =>
    value === undefined ? [] : [value === 'as asked here' ? value : `${value} (${source})`],
  );
  return parts.length > 0 ? parts.join('; ') : null;
}

/** "2.5% (3 of 120)". */
export function shareText(share: Share | undefined): string | null {
  if (share === undefined || share.of === 0) return null;
  return `${percent(share.count / share.of)} (${share.count} of ${share.of})`;
}

/** One model's side of a compared fact. */
export function sideText(model: AskedModel, fact: ComparedFact): string {
  if (fact === 'decoding') return decodingText(model);
  if (fact === 'truncated' || fact === 'unanswered') return shareText(model[fact]) ?? 'not known';
  const { measured, declared, byDefault } = model.facts[fact];
  const value = measured ?? declared ?? byDefault;
  return value === undefined ? 'not known' : typeof value === 'number' ? decimals(value, 4) : value;
}

/** "a, b and c". */
export function joined(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
