import { decimals, percent } from '../../src/audit/wording.ts';
import type { AskedModel, AskingFact, FactValue, Known, Share } from './asked-model.ts';
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
  'same-distribution': 'data of the test distribution',
  other: 'other data',
  unknown: 'unknown',
};

/** "greedy, as asked here", "temperature 0.7, top-p 0.8, top-k 20, by generation_config.json". */
function decodingText({ facts }: AskedModel): string {
  const of = ({ measured, declared, byDefault }: Known): FactValue | undefined =>
    measured ?? declared ?? byDefault;
  const temperature = of(facts.temperature);
  if (temperature === undefined) return 'not known';
  const source = sourceOf(facts.temperature);
  if (temperature === 0) return `greedy, ${source}`;
  const rest = (['topP', 'topK'] as const).flatMap((fact) => {
    const value = of(facts[fact]);
    return typeof value === 'number' ? [`${factNames[fact]} ${value}`] : [];
  });
  return [`temperature ${temperature}`, ...rest, source].join(', ');
}

function sourceOf({ measured, declared }: Known): string {
  if (measured !== undefined) return 'as asked here';
  return declared === undefined ? 'by generation_config.json' : 'as declared';
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
