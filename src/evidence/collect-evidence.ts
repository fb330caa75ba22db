import type { Benchmark } from '../benchmark/benchmark.ts';
import type { ModelCard } from '../model-card/model-card.ts';
import { recordedCards } from '../model-card/recorded-answers.ts';
import type { Progress } from '../progress.ts';
import { collectBaselines } from './baselines/collect-baselines.ts';
import { collectClusters } from './clusters/collect-clusters.ts';
import type { Evidence, EvidenceName, ReuseEvidence } from './evidence.ts';
import { collectReuse } from './reuse/collect-reuse.ts';
import { collectScores } from './scores/collect-scores.ts';
import { collectText } from './text/collect-text.ts';

/** How evidence is collected. */
export interface CollectOptions {
  readonly seed: number;
  /** Metric by track, from the config. */
  readonly scoring: Readonly<Record<string, string>>;
  /** Folder for fingerprints that a later run reuses. */
  readonly cacheDir: string;
  /** Cards of the benchmark's models; default: of their recorded answers alone. */
  readonly cards?: readonly ModelCard[];
  readonly progress: Progress;
}

/** Evidence that was collected, and why the rest was not. */
export interface CollectedEvidence {
  readonly evidence: Partial<Evidence>;
  readonly failures: Readonly<Partial<Record<EvidenceName, Error>>>;
}

/** What each kind of evidence is made from. */
const madeFrom: Readonly<Record<EvidenceName, readonly EvidenceName[]>> = {
  benchmark: [],
  reuse: ['benchmark'],
  clusters: ['benchmark', 'reuse'],
  text: ['benchmark'],
  baselines: ['benchmark', 'text', 'clusters'],
  scores: ['benchmark'],
  cards: ['benchmark'],
};

/** Kinds in an order in which each comes after what it is made from. */
const order: readonly EvidenceName[] = [
  'benchmark',
  'reuse',
  'clusters',
  'text',
  'baselines',
  'scores',
  'cards',
];

/**
 * Collects the wanted kinds of evidence, each once, with what they are made from.
 * A kind that fails takes down only those made from it: the rest of the run goes on.
 */
export async function collectEvidence(
  benchmark: Benchmark,
  wanted: Iterable<EvidenceName>,
  options: CollectOptions,
): Promise<CollectedEvidence> {
  const needed = withIngredients(wanted);
  const evidence: { -readonly [K in EvidenceName]?: Evidence[K] } = {};
  const failures: Partial<Record<EvidenceName, Error>> = {};
  for (const name of order) {
    if (!needed.has(name)) continue;
    const broken = madeFrom[name].find((ingredient) => failures[ingredient] !== undefined);
    if (broken) {
      failures[name] = failures[broken] as Error;
      continue;
    }
    try {
      Object.assign(evidence, { [name]: await collect(name, benchmark, evidence, options) });
    } catch (error) {
      failures[name] = error instanceof Error ? error : new Error(String(error));
    }
  }
  return { evidence, failures };
}

function withIngredients(wanted: Iterable<EvidenceName>): Set<EvidenceName> {
  const needed = new Set(wanted);
  // Reversed order: an ingredient always stands before what is made from it.
  for (const name of [...order].reverse()) {
    if (!needed.has(name)) continue;
    for (const ingredient of madeFrom[name]) needed.add(ingredient);
  }
  return needed;
}

function collect(
  name: EvidenceName,
  benchmark: Benchmark,
  evidence: Partial<Evidence>,
  options: CollectOptions,
): unknown {
  const { seed, progress, scoring, cacheDir } = options;
  switch (name) {
    case 'benchmark':
      return benchmark;
    case 'reuse':
      return collectReuse(benchmark, { seed, progress, cacheDir });
    case 'clusters':
      return collectClusters(benchmark, evidence.reuse as ReuseEvidence);
    case 'text':
      return collectText(benchmark, { seed, progress });
    case 'baselines':
      return collectBaselines(
        benchmark,
        evidence.text as Evidence['text'],
        evidence.clusters as Evidence['clusters'],
        {
          seed,
          progress,
          scoring,
        },
      );
    case 'scores':
      return collectScores(benchmark, { progress, scoring });
    case 'cards':
      return options.cards ?? recordedCards(benchmark);
  }
}
