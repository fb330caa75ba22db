import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { graderBias } from '../../audits/grader-bias/index.ts';
import type { Benchmark } from '../../src/benchmark/benchmark.ts';
import { loadConfig } from '../../src/benchmark/config.ts';
import { loadBenchmark } from '../../src/benchmark/load-benchmark.ts';
import { collectClusters } from '../../src/evidence/clusters/collect-clusters.ts';
import type { Evidence, ReuseEvidence } from '../../src/evidence/evidence.ts';
import { judgmentOutcomes } from '../../src/judgments/judgments.ts';
import { kinOf } from '../../src/judgments/kinship/kin-of.ts';
import { silentProgress } from '../../src/progress.ts';

const path = join(import.meta.dirname, 'audit.yaml');
const noPictures: ReuseEvidence = {
  mode: 'names',
  media: [],
  unreadable: [],
  pairs: [],
  calibration: [],
  featureless: [],
};
const hasData = existsSync(join(import.meta.dirname, '../../../shared/data/llmbar/verdicts.csv'));

test('is a valid config of judgments alone', async () => {
  const config = await loadConfig(path);
  expect(config.splits).toEqual({ test: [], train: [] });
  expect(config.judgments).toHaveLength(1);
});

describe.skipIf(!hasData)('the recorded verdicts (need the data beside the repository)', () => {
  let benchmark: Benchmark;
  beforeAll(async () => {
    benchmark = await loadBenchmark(await loadConfig(path), {
      progress: silentProgress,
      mediaCacheDir: join(tmpdir(), 'touchstone-llmbar'),
    });
  });

  test('every row of the plain prompt is kept, those of other prompts are told apart', () => {
    // Counted with Python's csv module: 17,238 rows, of which 5,028 have method = Vanilla.
    expect(benchmark.ledger).toMatchObject([
      { read: 17_238, kept: 5028, filtered: 12_210, dropped: {}, duplicated: 0 },
    ]);
    const { items, graders, pairs } = benchmark.judgments!;
    expect([items.length, graders.length, pairs.length]).toEqual([419, 6, 5028]);
  });

  test('each judge saw each pair in both orders', () => {
    const { items, graders, pairs } = benchmark.judgments!;
    const shown = new Set(
      Array.from(pairs.item, (item, row) => [pairs.grader[row], item, pairs.first[row]].join()),
    );
    expect(shown.size).toBe(items.length * graders.length * 2);
    expect(pairs.orderKnown.every((known) => known === 1)).toBe(true);
  });

  test.each([
    // Counted from the file: rows whose winner is the gold label, of all rows with a winner.
    ['GPT-4', 'Natural', 191, 200],
    ['ChatGPT', 'Adversarial_Neighbor', 52, 268],
  ])('%s on %s agrees with the label in %i of %i', (grader, subset, agreeing, all) => {
    const { graders, items, pairs } = benchmark.judgments!;
    const rows = Array.from(pairs.line.keys()).filter(
      (row) =>
        graders[pairs.grader[row]!] === grader &&
        items[pairs.item[row]!]!.subset === subset &&
        judgmentOutcomes[pairs.outcome[row]!] === 'scored',
    );
    const right = rows.filter((row) => pairs.preference[row] === pairs.gold[row]);
    expect([right.length, rows.length]).toEqual([agreeing, all]);
  });

  test('the audit gives the same shares with intervals, and says that favour can’t be told', () => {
    const evidence: Pick<Evidence, 'benchmark' | 'clusters'> = {
      benchmark,
      clusters: collectClusters(benchmark, noPictures),
    };
    const options = graderBias.options.parse({ resamples: 199 });
    const { verdict, summary, measures } = graderBias.audit(evidence as Evidence, options, {
      seed: 0,
    });
    expect(measures['goldAgreement:GPT-4/Natural']).toMatchObject({
      n: 200,
      value: 0.955,
      interval: { lower: expect.closeTo(0.906, 3), upper: expect.closeTo(0.979, 3) },
    });
    expect(measures['goldAgreement:ChatGPT/Adversarial_Neighbor']).toMatchObject({
      n: 268,
      value: 52 / 268,
      interval: { lower: expect.closeTo(0.149, 3), upper: expect.closeTo(0.249, 3) },
    });
    // Falcon keeps its winner in 174 of 419 pairs when the answers change places.
    expect(measures['positionConsistency:Falcon']).toMatchObject({ n: 419, value: 174 / 419 });
    expect(verdict).toBe('inconclusive');
    expect(summary).toMatch(/^Not identifiable: the family of no candidate is known\./);
  });

  test('the families of the judges are told by their names, and nobody made the answers', () => {
    const { graders, candidates } = benchmark.judgments!;
    const familyOf = (name: string) => kinOf(name, benchmark.kinship!).family;
    expect(Object.fromEntries(graders.map((name) => [name, familyOf(name)]))).toEqual({
      'GPT-4': 'gpt',
      ChatGPT: 'gpt',
      'ChatGPT-0301': 'gpt',
      LLaMA2: 'llama',
      PaLM2: 'palm',
      Falcon: 'falcon',
    });
    expect(candidates.map(familyOf)).toEqual([undefined, undefined]);
  });
});
