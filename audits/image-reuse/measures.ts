import type { Count, Estimate, Measure } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import type { Item } from '../../src/benchmark/benchmark.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import type { Evidence, MediaFingerprint } from '../../src/evidence/evidence.ts';
import { meanEstimate } from '../../src/statistics/index.ts';
import type { ImageReuseOptions } from './options.ts';
import type { ReuseTally } from './reuse-tally.ts';

/** All measures of the audit by name. */
export function reuseMeasures(
  evidence: Evidence,
  tally: ReuseTally,
  options: ImageReuseOptions,
): Readonly<Record<string, Measure>> {
  const { reuse, clusters, benchmark } = evidence;
  return {
    ...shares(evidence, tally, options.level),
    reusedMedia: count('Test media in train', tally.proven.length, tally.testMedia.length),
    candidateMedia: unlessNames(
      reuse.mode,
      count('Test media with an undecided partner in train', tally.undecided.length),
    ),
    withinTestPairs: count(
      'Pairs of test media that are, or may be, the same',
      tally.withinTest.length,
    ),
    sharedPatients: clusters.hasPatients
      ? count('Patients in both splits', tally.sharedPatients.length)
      : unavailable('Patients in both splits', 'no item names its patient'),
    sharedExams: clusters.hasExams
      ? count('Exams in both splits', tally.sharedExams.length)
      : unavailable('Exams in both splits', 'no item names its exam'),
    mediaInSeveralTasks: count(
      'Test media that serve several tasks',
      inSeveralTasks(benchmark.test, tally.testMedia),
      tally.testMedia.length,
    ),
    testClusters: count(
      'Clusters of test items that share a medium, exam or patient',
      clusters.testClusters,
    ),
    largestTestCluster: count(
      'Test items in the largest cluster',
      clusters.largestTestCluster,
      benchmark.test.length,
    ),
    spanningClusters: count('Clusters with items of both splits', spanningClusters(evidence)),
    unreadableMedia: unlessNames(
      reuse.mode,
      count('Media that could not be read', reuse.unreadable.length, reuse.media.length),
    ),
    featurelessMedia: unlessNames(
      reuse.mode,
      count('Nearly constant pictures, compared by content only', reuse.featureless.length),
    ),
  };
}

/** Share of test items whose medium is in train: proven is the lower bound, with undecided ones the upper. */
function shares(
  { benchmark, clusters }: Evidence,
  { undecided, trainMedia }: ReuseTally,
  level: number,
): Readonly<Record<string, Measure>> {
  const title = 'Test items whose medium is in train';
  const items = benchmark.test.filter(({ media }) => media.length > 0);
  if (trainMedia === 0 || items.length === 0) {
    return { reusedShare: unavailable(title, 'there is nothing to compare with') };
  }
  const clusterIds = clusterIdsOf(
    items.map(({ key }) => key),
    clusters,
  );
  const doubtful = new Set(undecided.map(({ best }) => best.first));
  const isProven = ({ key }: Item): boolean => clusters.reusedTestItems.has(key);
  const isDoubtful = ({ media }: Item): boolean => media.some(({ path }) => doubtful.has(path));
  const estimate = (name: string, holds: (item: Item) => boolean): Estimate => {
    const values = items.map((item) => (holds(item) ? 1 : 0));
    return estimateOf(name, 'proportion', meanEstimate(values, clusterIds, { level }));
  };
  return {
    reusedShare: estimate(`${title}, proven`, isProven),
    reusedShareUpper: estimate(
      `${title}, proven or undecided`,
      (item) => isProven(item) || isDoubtful(item),
    ),
  };
}

function inSeveralTasks(test: readonly Item[], media: readonly MediaFingerprint[]): number {
  const taskOf = new Map(test.map(({ key, task, track }) => [key, task ?? track]));
  return media.filter(({ itemKeys }) => {
    return new Set(itemKeys.flatMap((key) => taskOf.get(key) ?? [])).size > 1;
  }).length;
}

function spanningClusters({ benchmark, clusters }: Evidence): number {
  const clusterOf = ({ key }: Item): string => clusters.clusterOf.get(key) ?? key;
  const train = new Set(benchmark.train.map(clusterOf));
  return new Set(benchmark.test.map(clusterOf).filter((id) => train.has(id))).size;
}

function count(title: string, value: number, of?: number): Count {
  return { kind: 'count', title, value, ...(of !== undefined && { of }) };
}

function unavailable(title: string, reason: string): Measure {
  return { kind: 'unavailable', title, reason };
}

function unlessNames(mode: 'pixels' | 'names', measure: Count): Measure {
  return mode === 'names' ? unavailable(measure.title, 'media are absent') : measure;
}
