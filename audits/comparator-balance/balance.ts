import type { Verdict } from '../../src/audit/audit.ts';
import { counted } from '../../src/audit/wording.ts';
import type { AskedModel } from './asked-model.ts';
import {
  type ComparedFact,
  type Comparison,
  type Contradiction,
  decisiveFacts,
  decisiveIn,
} from './parity.ts';
import { factNames, joined, sideText } from './wording.ts';

/** What is to be said of one candidate's comparisons. */
export interface Balance {
  readonly candidate: AskedModel;
  readonly verdict: Verdict;
  readonly summary: string;
  readonly remedy?: string;
  /** Comparisons with models of the same training: what a claim may rest on. */
  readonly headline: readonly Comparison[];
  readonly others: readonly Comparison[];
}

/** Judges every candidate that is compared with something. */
export function balancesOf(
  comparisons: readonly Comparison[],
  contradictions: readonly Contradiction[],
  testItems: number,
): Balance[] {
  const candidates = [...new Set(comparisons.map(({ candidate }) => candidate))];
  return candidates.map((candidate) => {
    const own = comparisons.filter((one) => one.candidate === candidate);
    const headline = own.filter(({ trainedOn }) => trainedOn === 'equal');
    const others = own.filter(({ trainedOn }) => trainedOn !== 'equal');
    const judged =
      headline.length === 0
        ? withoutTrainedComparator(candidate, others, testItems)
        : judgeAsking(candidate, headline, contradictions);
    return { candidate, headline, others, ...judged };
  });
}

type Judgment = Pick<Balance, 'verdict' | 'summary' | 'remedy'>;

function withoutTrainedComparator(
  candidate: AskedModel,
  others: readonly Comparison[],
  testItems: number,
): Judgment {
  const { name } = candidate;
  const items = testItems > 0 ? ` on the same ${counted(testItems, 'test item')}` : '';
  const compared = joined(others.map(({ comparator }) => comparator.name));
  const unknown = unknownTraining(candidate, others);
  if (unknown.length > 0) {
    return {
      verdict: 'inconclusive',
      summary: `Of ${joined(unknown)} it is not known what they were trained on, so ${name} has no comparator that is known to share its training.`,
      remedy: `Declare trainedOn of ${joined(unknown)}, or score 1 model that was trained on the same data as ${name}${items} and declare it with role: baseline.`,
    };
  }
  const saw = candidate.trainedOn === 'same-distribution';
  return {
    verdict: 'fail',
    summary: saw
      ? `${name} was trained on data of the test distribution and is compared only with ${compared}, which ${others.length === 1 ? 'was' : 'were'} not: no comparator was trained on the same data.`
      : `${name} was trained on other data and is compared only with ${compared}, trained on data of the test distribution.`,
    remedy: saw
      ? `Score 1 model that was trained on the same data as ${name}${items} and declare it with role: baseline.`
      : `Score 1 model that was not trained on such data${items} and declare it with role: cold.`,
  };
}

function unknownTraining(candidate: AskedModel, others: readonly Comparison[]): string[] {
  return [candidate, ...others.map(({ comparator }) => comparator)]
    .filter(({ trainedOn }) => trainedOn === 'unknown')
    .map(({ name }) => name);
}

function judgeAsking(
  candidate: AskedModel,
  headline: readonly Comparison[],
  contradictions: readonly Contradiction[],
): Judgment {
  const nearest = nearestComparison(headline);
  const { comparator } = nearest;
  const pair = `${candidate.name} and ${comparator.name}`;
  const broken = contradictions.filter(
    ({ model, by }) => by === 'asking' && (model === candidate || model === comparator),
  );
  const different = decisiveIn(nearest, 'different');
  if (different.length > 0) {
    const byDefault = different.includes('decoding') && restsOnCheckpoints(nearest);
    return {
      verdict: 'fail',
      summary: `${pair}, trained on the same data, were asked differently: ${differences(nearest, different)}.${byDefault ? ' A checkpoint’s own file decides where whoever asks sets nothing.' : ''}`,
      remedy: `Ask ${pair} alike in ${counted(different.length, 'fact')}: ${differences(nearest, different)}${byDefault ? '; where a temperature was set, declare it for both' : ''}.`,
    };
  }
  if (broken.length > 0) {
    const said = broken.map(
      ({ model, fact, declared, seen }) =>
        `${factNames[fact]} of ${model.name} (declared ${declared}, seen ${seen})`,
    );
    return {
      verdict: 'fail',
      summary: `What is declared of ${pair} is contradicted by their answers: ${joined(said)}.`,
      remedy: `Mend ${counted(broken.length, 'declared fact')}: ${joined(said)}.`,
    };
  }
  const unknown = decisiveIn(nearest, 'unknown');
  if (unknown.length > 0) {
    return {
      verdict: 'inconclusive',
      summary: `${pair} were trained on the same data; whether they were asked alike is not known in ${unknown.length} of ${decisiveFacts.length} facts: ${joined(unknown.map((fact) => factNames[fact]))}.`,
      remedy: remedyForUnknown(nearest, unknown),
    };
  }
  return {
    verdict: 'pass',
    summary: `${pair} were trained on the same data and asked alike in all ${decisiveFacts.length} facts that decide${takenAtTheirWord(nearest)}: ${joined(decisiveFacts.map((fact) => factNames[fact]))}.`,
  };
}

/** A balance that is only said to be there is called so. */
function takenAtTheirWord({ candidate, comparator }: Comparison): string {
  const facts = (['prompt', 'shots', 'resolution', 'temperature'] as const).filter((fact) =>
    [candidate, comparator].some((model) => model.facts[fact].measured === undefined),
  );
  return facts.length === 0 ? '' : `, ${facts.length} of them as declared or as checkpoints ask`;
}

/** Whether what is known of decoding is what a checkpoint would do, at least on one side. */
function restsOnCheckpoints({ candidate, comparator }: Comparison): boolean {
  return [candidate, comparator].some(({ facts: { temperature } }) => {
    const { measured, declared, byDefault } = temperature;
    return byDefault !== undefined && measured === undefined && declared === undefined;
  });
}

/** Fewest differences, then fewest unknown facts, then the order of the config. */
function nearestComparison(headline: readonly Comparison[]): Comparison {
  const distance = (one: Comparison): number =>
    decisiveIn(one, 'different').length * (decisiveFacts.length + 1) +
    decisiveIn(one, 'unknown').length;
  return headline.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}

/** "decoding (greedy; temperature 0.7)". */
export function differences(
  { candidate, comparator }: Comparison,
  facts: readonly ComparedFact[],
): string {
  return joined(
    facts.map(
      (fact) => `${factNames[fact]} (${sideText(candidate, fact)}; ${sideText(comparator, fact)})`,
    ),
  );
}

function remedyForUnknown(
  { candidate, comparator }: Comparison,
  unknown: readonly ComparedFact[],
): string {
  const declarable = unknown.filter((fact) => fact !== 'truncated');
  const parts = [
    ...(declarable.length > 0
      ? [
          `declare ${counted(declarable.length, 'fact')} under models.${candidate.name}.declared and models.${comparator.name}.declared (${joined(declarable.map((fact) => factNames[fact]))}), or ask both models with a battery`,
        ]
      : []),
    ...(unknown.includes('truncated')
      ? ['give the answers of both models, which show how many were cut']
      : []),
  ];
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
