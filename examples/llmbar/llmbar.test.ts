import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Benchmark } from '../../src/benchmark/benchmark.ts';
import { loadConfig } from '../../src/benchmark/config.ts';
import { loadBenchmark } from '../../src/benchmark/load-benchmark.ts';
import { judgmentOutcomes } from '../../src/judgments/judgments.ts';
import { kinOf } from '../../src/judgments/kinship/kin-of.ts';
import { silentProgress } from '../../src/progress.ts';

const path = join(import.meta.dirname, 'audit.yaml');
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
