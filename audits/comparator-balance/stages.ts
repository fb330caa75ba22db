import type { Track } from '../../src/benchmark/benchmark.ts';
import type { ItemScores } from '../../src/evidence/evidence.ts';
import { mean } from '../../src/statistics/index.ts';
import type { GainQuestion } from './gain.ts';

/** From a cold model to the candidate. */
export type StageName = 'cold' | 'format' | 'few-shot' | 'baseline' | 'candidate';

/** One model's scores on the items that all stages share. */
export interface Stage {
  readonly name: StageName;
  readonly model: string;
  readonly itemKeys: readonly string[];
  readonly values: readonly number[];
}

interface Unaligned {
  readonly name: StageName;
  readonly model: string;
  readonly scoreOf: ReadonlyMap<string, number>;
}

/**
 * The stages of a candidate's gain, from cold to candidate, on the items that all of them share; all
 * are read as the candidate's headline is. A stage that would leave fewer than `minItems` items is
 * left out, the baseline last. Undefined where candidate and cold models have too few in common.
 */
export function stagesOf(
  candidate: string,
  track: Track,
  question: GainQuestion,
): { readonly stages: readonly Stage[]; readonly metric: string } | undefined {
  const { evidence, options } = question;
  const headline = evidence.scores.itemScores.find(
    (one) =>
      one.model === candidate && one.track === track && one.primary && one.condition === 'real',
  );
  if (headline === undefined) return undefined;
  const alike = evidence.scores.itemScores.filter(
    ({ track: own, metric, extractor }) =>
      own === track && metric === headline.metric && extractor === headline.extractor,
  );
  const found = (name: StageName, model: string, condition = 'real'): Unaligned[] => {
    const scores = alike.find((one) => one.model === model && one.condition === condition);
    return scores === undefined ? [] : [{ name, model, scoreOf: scoreByItem(scores) }];
  };
  const cold = coldModel(alike, question);
  if (cold === undefined) return undefined;
  const baseline = bestBaseline(alike, question);
  let kept = [...found('cold', cold), ...found('candidate', candidate)];
  if (kept.length < 2 || commonKeys(kept).length < options.minItems) return undefined;
  const others = [
    ...(baseline === undefined ? [] : found('baseline', baseline)),
    ...found('format', cold, 'format'),
    ...found('few-shot', cold, 'few-shot'),
  ];
  for (const stage of others) {
    if (commonKeys([...kept, stage]).length >= options.minItems) kept = [...kept, stage];
  }
  const itemKeys = commonKeys(kept);
  const stages = order.flatMap((name) =>
    kept
      .filter((stage) => stage.name === name)
      .map(
        ({ model, scoreOf }): Stage => ({
          name,
          model,
          itemKeys,
          values: itemKeys.map((key) => scoreOf.get(key)!),
        }),
      ),
  );
  return { stages, metric: headline.metric };
}

const order: readonly StageName[] = ['cold', 'format', 'few-shot', 'baseline', 'candidate'];

function scoreByItem({ itemKeys, values }: ItemScores): ReadonlyMap<string, number> {
  return new Map(itemKeys.map((key, index) => [key, values[index]!]));
}

/** In the first stage's order, which is the benchmark's. */
function commonKeys(stages: readonly Unaligned[]): string[] {
  const [first, ...rest] = stages;
  return [...(first?.scoreOf.keys() ?? [])].filter((key) =>
    rest.every(({ scoreOf }) => scoreOf.has(key)),
  );
}

/** The one that is asked for; else the one with most prompted conditions, of those the best. */
function coldModel(
  alike: readonly ItemScores[],
  { evidence: { benchmark }, options: { cold } }: GainQuestion,
): string | undefined {
  if (cold !== undefined) return cold;
  const stepsOf = (model: string): number =>
    alike.filter(
      (one) => one.model === model && (one.condition === 'format' || one.condition === 'few-shot'),
    ).length;
  const names = benchmark.models
    .filter(({ role, declared }) => role === 'cold' && declared?.trainedOn !== 'same-distribution')
    .map(({ name }) => name);
  const most = Math.max(0, ...names.map(stepsOf));
  return best(
    names.filter((name) => stepsOf(name) === most),
    alike,
  );
}

/** The best of those that saw the same data. */
function bestBaseline(
  alike: readonly ItemScores[],
  { evidence: { benchmark } }: GainQuestion,
): string | undefined {
  const names = benchmark.models
    .filter(({ role }) => role === 'baseline')
    .filter(({ declared }) => (declared?.trainedOn ?? 'same-distribution') === 'same-distribution')
    .map(({ name }) => name);
  return best(names, alike);
}

/** By mean score of the items as they are; of equal ones the first. */
function best(names: readonly string[], alike: readonly ItemScores[]): string | undefined {
  const scored = names.flatMap((name) => {
    const real = alike.find((one) => one.model === name && one.condition === 'real');
    return real === undefined || real.values.length === 0
      ? []
      : [{ name, score: mean([...real.values]) }];
  });
  const [first, ...rest] = scored;
  return first && rest.reduce((top, one) => (one.score > top.score ? one : top), first).name;
}
