import type { Item } from '../../benchmark/benchmark.ts';
import { deriveSeed } from '../../statistics/index.ts';
import type { ReportOverlap } from '../evidence.ts';
import { rougeLOfTokens } from './longest-common-subsequence.ts';
import { tokenise } from './normalise.ts';
import { numberWords } from './number-words.ts';
import { sampleItems } from './sample-items.ts';

/** Reports compared on each side; a maximum over more would cost more and say the same. */
const sampledReports = 200;

/**
 * How like its nearest train report a test report is, and how like its nearest other test
 * report: copying from train shows as a surplus of the first over the second.
 *
 * A maximum grows with the number of texts it is taken over, so both are taken over equally
 * many: at most 200 train reports and as many other test reports, drawn by the seed.
 *
 * @param testReports Test items with a report.
 * @param trainReports Train items with a report.
 * @returns Undefined when there are not at least two test reports and one train report.
 */
export function reportOverlap(
  testReports: readonly Item[],
  trainReports: readonly Item[],
  options: { readonly seed: number },
): ReportOverlap | undefined {
  const pool = Math.min(sampledReports, trainReports.length, testReports.length - 1);
  if (pool < 1) return undefined;
  const numberOf = numberWords();
  const tokensOf = (item: Item) => Int32Array.from(tokenise(item.answer), numberOf);
  // One more test report than the pool holds: each is compared with all but itself.
  const test = sampleItems(testReports, pool + 1, deriveSeed(options.seed, 'test-reports'));
  const train = sampleItems(trainReports, pool, deriveSeed(options.seed, 'train-reports'));
  const testTokens = test.map(tokensOf);
  const trainTokens = train.map(tokensOf);
  const byItem = new Map<string, { toTrain: number; toTest: number }>();
  test.forEach((item, index) => {
    const own = testTokens[index]!;
    byItem.set(item.key, {
      toTrain: nearest(own, trainTokens),
      toTest: nearest(
        own,
        testTokens.filter((_, other) => other !== index),
      ),
    });
  });
  return { byItem, pool };
}

function nearest(own: Int32Array, others: readonly Int32Array[]): number {
  let best = 0;
  for (const other of others) {
    // No subsequence is longer than the shorter text: most comparisons end here.
    const bound = (2 * Math.min(own.length, other.length)) / (own.length + other.length);
    if (bound > best) best = Math.max(best, rougeLOfTokens(own, other));
  }
  return best;
}
