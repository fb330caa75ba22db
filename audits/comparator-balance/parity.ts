import type { AskedModel, AskingFact, FactValue, Known, Share } from './asked-model.ts';
import { UNUSED } from './asked-model.ts';
import type { ComparatorBalanceOptions } from './options.ts';

/** Whether two models share a fact. */
export type Parity = 'equal' | 'different' | 'unknown';

/** Facts by which a comparison is balanced or not. */
export const decisiveFacts = ['prompt', 'shots', 'resolution', 'decoding', 'truncated'] as const;

/** Facts that are told where they differ, and decide nothing. */
export const furtherFacts = ['maxNewTokens', 'runs', 'unanswered'] as const;

export type ComparedFact = (typeof decisiveFacts)[number] | (typeof furtherFacts)[number];

/** A candidate and a model that it is compared with. */
export interface Comparison {
  readonly candidate: AskedModel;
  readonly comparator: AskedModel;
  /** Whether both saw data of the test distribution, or neither did. */
  readonly trainedOn: Parity;
  readonly facts: Readonly<Record<ComparedFact, Parity>>;
}

/** Every candidate with every model that it is compared with. */
export function comparisonsOf(
  models: readonly AskedModel[],
  options: ComparatorBalanceOptions,
): Comparison[] {
  const comparators = models.filter(({ role }) => role !== 'candidate');
  return models
    .filter(({ role }) => role === 'candidate')
    .flatMap((candidate) =>
      comparators.map((comparator) => compare(candidate, comparator, options)),
    );
}

function compare(
  candidate: AskedModel,
  comparator: AskedModel,
  { shareMargin }: ComparatorBalanceOptions,
): Comparison {
  const [a, b] = [candidate.facts, comparator.facts];
  return {
    candidate,
    comparator,
    trainedOn: trainingParity(candidate, comparator),
    facts: {
      prompt: parityOfNames(a.prompt, b.prompt),
      shots: parityOf(a.shots, b.shots),
      resolution: parityOfNames(a.resolution, b.resolution),
      decoding: decodingParity(candidate, comparator),
      truncated: parityOfShares(candidate.truncated, comparator.truncated, shareMargin),
      maxNewTokens: parityOfNames(a.maxNewTokens, b.maxNewTokens),
      runs: parityOf(a.runs, b.runs),
      unanswered: parityOfShares(candidate.unanswered, comparator.unanswered, shareMargin),
    },
  };
}

function trainingParity(a: AskedModel, b: AskedModel): Parity {
  if (a.trainedOn === 'unknown' || b.trainedOn === 'unknown') return 'unknown';
  return a.trainedOn === b.trainedOn ? 'equal' : 'different';
}

/** What is taken for true where a declaration and a checkpoint say different things. */
const readings = ['declared', 'byDefault'] as const;

type Reading = (typeof readings)[number];

function valueUnder(known: Known, reading: Reading): FactValue | undefined {
  const other = reading === 'declared' ? 'byDefault' : 'declared';
  return known.measured ?? known[reading] ?? known[other];
}

/** Known only where both readings come to the same. */
function underBothReadings(areEqual: (reading: Reading) => boolean | undefined): Parity {
  const [first, second] = readings.map(areEqual);
  if (first === undefined || first !== second) return 'unknown';
  return first ? 'equal' : 'different';
}

function parityOf(a: Known, b: Known): Parity {
  return underBothReadings((reading) => sameValue(valueUnder(a, reading), valueUnder(b, reading)));
}

function sameValue(a: FactValue | undefined, b: FactValue | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : plain(a) === plain(b);
}

/** Names differ in spelling and nothing else. */
function plain(value: FactValue): FactValue {
  return typeof value === 'number' ? value : value.trim().replace(/\s+/gu, ' ').toLowerCase();
}

/** What is asked here can't be compared with a name that somebody gave. */
function parityOfNames(a: Known, b: Known): Parity {
  const [here, there] = [a.measured !== undefined, b.measured !== undefined];
  return here === there ? parityOf(a, b) : 'unknown';
}

/** Both greedy, or both sampling from the same. Seeds may differ: they only draw. */
export function decodingParity({ facts: a }: AskedModel, { facts: b }: AskedModel): Parity {
  return underBothReadings((reading) => {
    const temperature = valueUnder(a.temperature, reading);
    const alike = sameValue(temperature, valueUnder(b.temperature, reading));
    if (alike !== true || temperature === 0) return alike;
    // Where a declared temperature stands against a greedy checkpoint, the file's "not used" tells nothing.
    const used = (known: Known): FactValue | undefined => {
      const value = valueUnder(known, reading);
      return value === UNUSED ? undefined : value;
    };
    const rest = [sameValue(used(a.topP), used(b.topP)), sameValue(used(a.topK), used(b.topK))];
    if (rest.includes(false)) return false;
    return rest.includes(undefined) ? undefined : true;
  });
}

function parityOfShares(a: Share | undefined, b: Share | undefined, margin: number): Parity {
  if (a === undefined || b === undefined || a.of === 0 || b.of === 0) return 'unknown';
  return Math.abs(a.count / a.of - b.count / b.of) > margin ? 'different' : 'equal';
}

/** Decisive facts of a comparison that are in a state. */
export function decisiveIn({ facts }: Comparison, parity: Parity): ComparedFact[] {
  return decisiveFacts.filter((fact) => facts[fact] === parity);
}

/** A declaration that what is seen does not bear out. */
export interface Contradiction {
  readonly model: AskedModel;
  readonly fact: AskingFact;
  readonly declared: FactValue;
  readonly seen: FactValue;
  /** `checkpoint`: what it asks for, which whoever asked may have set aside. */
  readonly by: 'asking' | 'checkpoint';
}

/** Names of prompts and sizes can't be contradicted; what is not used says nothing. */
const contradictable: readonly AskingFact[] = ['shots', 'temperature', 'topP', 'topK', 'runs'];

/** Every declared fact of a model that is seen otherwise. */
export function contradictionsOf(models: readonly AskedModel[]): Contradiction[] {
  return models.flatMap((model) =>
    contradictable.flatMap((fact): Contradiction[] => {
      const { measured, byDefault, declared } = model.facts[fact];
      const seen = measured ?? byDefault;
      if (declared === undefined || seen === undefined || declared === seen) return [];
      // A difference of temperature says it already.
      if (declared === UNUSED || seen === UNUSED) return [];
      const by = measured === undefined ? 'checkpoint' : 'asking';
      return [{ model, fact, declared, seen, by }];
    }),
  );
}
