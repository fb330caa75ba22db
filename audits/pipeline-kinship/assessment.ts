import type { AuditContext, Verdict } from '../../src/audit/audit.ts';
import type { Benchmark } from '../../src/benchmark/benchmark.ts';
import type { ProvenancePart } from '../../src/benchmark/provenance-config.ts';
import { type Contradiction, contradictionsIn } from './contradictions.ts';
import { type AssessedPair, counterpartsOf, effectOf } from './counterparts.ts';
import type { PipelineKinshipOptions } from './options.ts';
import { type Origin, originsOf } from './origins.ts';
import { pairsOf } from './pairs.ts';

/** Everything that the card shows. */
export interface Assessment {
  readonly origins: ReadonlyMap<ProvenancePart, Origin>;
  readonly pairs: readonly AssessedPair[];
  readonly contradictions: readonly Contradiction[];
  /** Whether anybody says who made anything. */
  readonly isDeclared: boolean;
  readonly verdict: Verdict;
}

/** Puts what is declared beside what was measured. */
export function assess(
  benchmark: Benchmark,
  options: PipelineKinshipOptions,
  resultOf: NonNullable<AuditContext['resultOf']>,
): Assessment {
  const origins = originsOf(benchmark);
  const names = candidateNames(origins.get('candidate')!);
  const pairs = pairsOf(origins, options.bonds).map((pair): AssessedPair => {
    const counterparts = counterpartsOf(pair, names, resultOf);
    return { ...pair, counterparts, effect: effectOf(counterparts) };
  });
  const contradictions = contradictionsIn(pairs);
  const isDeclared = saysAnything(benchmark);
  return {
    ...{ origins, pairs, contradictions, isDeclared },
    verdict: judge(pairs, contradictions, isDeclared),
  };
}

/** Names under which grader-bias tells favour for the candidate: itself, its family, its vendor. */
function candidateNames({ of, models = [] }: Origin): string[] {
  return [...models, ...(of.family?.names ?? []), ...(of.vendor?.names ?? [])];
}

function saysAnything({ provenance, kinship }: Benchmark): boolean {
  const { references = [], data = [], referenceColumn } = kinship ?? {};
  const ofKin = references.length + data.length > 0 || referenceColumn !== undefined;
  return ofKin || Object.keys(provenance ?? {}).length > 0;
}

/** Pairs of which kinship could raise the candidate's score, and does exist. */
export function linkedPairs(pairs: readonly AssessedPair[]): AssessedPair[] {
  return pairs.filter(({ decides, standing }) => decides && standing === 'linked');
}

/** Pairs of the candidate with what judges it of which it isn't known whether they are kin. */
export function unknownPairs(pairs: readonly AssessedPair[]): AssessedPair[] {
  return pairs.filter(
    ({ decides, second, standing }) => decides && second === 'candidate' && standing === 'unknown',
  );
}

/**
 * Fails where a declared independence is refuted, and where the candidate's own makers made what
 * judges it and an effect of the kinship is above its limit. Kinship whose effect nobody measured,
 * and unknown makers, leave it open.
 */
function judge(
  pairs: readonly AssessedPair[],
  contradictions: readonly Contradiction[],
  isDeclared: boolean,
): Verdict {
  const linked = linkedPairs(pairs);
  if (!isDeclared && linked.length === 0) return 'not-applicable';
  const ofCandidate = linked.some(({ second }) => second === 'candidate');
  const shows = linked.some(({ effect }) => effect === 'exceeds');
  const refuted = contradictions.some(({ severity }) => severity === 'defect');
  if (refuted || (ofCandidate && shows)) return 'fail';
  const allWithin = linked.every(({ effect }) => effect === 'within');
  const isOpen = !allWithin || unknownPairs(pairs).length > 0 || contradictions.length > 0;
  return isOpen ? 'inconclusive' : 'pass';
}
