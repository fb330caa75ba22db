import {
  BATTERY_SOURCE,
  type ModelDeclaration,
  type Response,
} from '../../src/benchmark/benchmark.ts';
import type { DeclaredAsking } from '../../src/benchmark/model-config.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import type { ModelCard } from '../../src/model-card/model-card.ts';

/** Facts of how a model was asked, in the order of a report. */
export const askingFacts = [
  'prompt',
  'shots',
  'resolution',
  'temperature',
  'topP',
  'topK',
  'seed',
  'maxNewTokens',
  'runs',
] as const;

export type AskingFact = (typeof askingFacts)[number];

export type FactValue = string | number;

/** What decides nothing, because the most probable token is always taken. */
export const UNUSED = 'not used';

/** One fact of one model, by where it is known from. */
export interface Known {
  /** Of answers that were asked here: certain. */
  readonly measured?: FactValue;
  /** What the checkpoint asks for: true where whoever asked set nothing else. */
  readonly byDefault?: FactValue;
  readonly declared?: FactValue;
}

/** Answers of some kind among all of them. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

/** What is known of a model's training and asking. */
export interface AskedModel {
  readonly name: string;
  readonly role: 'candidate' | 'baseline' | 'cold';
  readonly family?: string;
  readonly trainedOn: NonNullable<DeclaredAsking['trainedOn']>;
  readonly trainedOnSource: 'declared' | 'role';
  readonly facts: Readonly<Record<AskingFact, Known>>;
  /** Test items with an answer to the item as it is. */
  readonly answered: number;
  /** Of those, answers that were cut at the longest length; absent without answers. */
  readonly truncated?: Share;
  /** Test items that lack an answer; absent without answers. */
  readonly unanswered?: Share;
  /** Whether its answers were asked here, and so with the items' media. */
  readonly askedHere: boolean;
}

/** Candidates and what they are compared with, in the order of the config. */
export function askedModels({
  benchmark,
  cards,
}: Pick<Evidence, 'benchmark' | 'cards'>): AskedModel[] {
  const answersOf = realAnswers(benchmark.responses);
  return benchmark.models.flatMap((model): AskedModel[] => {
    const { name, role, family, declared } = model;
    if (role === 'other') return [];
    const answers = [...(answersOf.get(name)?.values() ?? [])];
    const card = cards.find((one) => one.name === name);
    const askedHere = answers.some(({ source }) => source.file === BATTERY_SOURCE);
    return [
      {
        name,
        role,
        ...(family !== undefined && { family }),
        trainedOn: declared?.trainedOn ?? trainingOfRole[role],
        trainedOnSource: declared?.trainedOn === undefined ? 'role' : 'declared',
        facts: factsOf(model, card, askedHere),
        answered: answers.length,
        ...(answers.length > 0 && countsOf(answers, benchmark.test.length)),
        askedHere,
      },
    ];
  });
}

/** What a role means where nothing else is declared; see docs/config.md. */
const trainingOfRole = {
  candidate: 'same-distribution',
  baseline: 'same-distribution',
  cold: 'other',
} as const;

/** By model, the answer to each item as it is; of several the last counts. */
function realAnswers(responses: readonly Response[]): Map<string, Map<string, Response>> {
  const byModel = new Map<string, Map<string, Response>>();
  for (const response of responses) {
    if (response.condition !== 'real') continue;
    const known = byModel.get(response.model) ?? new Map<string, Response>();
    known.set(response.itemKey, response);
    byModel.set(response.model, known);
  }
  return byModel;
}

function countsOf(
  answers: readonly Response[],
  items: number,
): Pick<AskedModel, 'truncated' | 'unanswered'> {
  const cut = answers.filter(({ truncated }) => truncated).length;
  return {
    truncated: { count: cut, of: answers.length },
    unanswered: { count: Math.max(0, items - answers.length), of: items },
  };
}

/** Said of every model that is asked here: all get the item as it is, from one program. */
const HERE = 'as asked here';

function factsOf(
  { declared = {} }: ModelDeclaration,
  card: ModelCard | undefined,
  askedHere: boolean,
): AskedModel['facts'] {
  const isGreedy = askedHere && card?.endpoint?.ownTemperature !== true;
  const decoding = isGreedy ? undefined : card?.decoding;
  const sampled = (measured: FactValue, byDefault?: number): Omit<Known, 'declared'> => ({
    ...(isGreedy && { measured }),
    ...(decoding?.doSample === false && { byDefault: measured }),
    ...(decoding?.doSample === true && byDefault !== undefined && { byDefault }),
  });
  const seen: Record<AskingFact, Omit<Known, 'declared'>> = {
    prompt: askedHere ? { measured: HERE } : {},
    shots: askedHere ? { measured: 0 } : {},
    resolution: askedHere ? { measured: HERE } : {},
    temperature: sampled(0, decoding?.temperature),
    topP: sampled(UNUSED, decoding?.topP),
    topK: sampled(UNUSED, decoding?.topK),
    seed: sampled(UNUSED),
    maxNewTokens: askedHere ? { measured: HERE } : {},
    runs: askedHere ? { measured: 1 } : {},
  };
  const greedy = declared.temperature === 0;
  const said: DeclaredAsking | Record<string, FactValue> = greedy
    ? { ...declared, topP: UNUSED, topK: UNUSED, seed: UNUSED }
    : declared;
  const facts = askingFacts.map((fact): [AskingFact, Known] => {
    const value = said[fact];
    return [fact, { ...seen[fact], ...(value !== undefined && { declared: value }) }];
  });
  return Object.fromEntries(facts) as AskedModel['facts'];
}
