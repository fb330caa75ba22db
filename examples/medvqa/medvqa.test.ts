import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { blindControls } from '../../audits/blind-controls/index.ts';
import { formatInterval, formatValue } from '../../reports/numbers.ts';
import type { Benchmark, Response } from '../../src/benchmark/benchmark.ts';
import { loadConfig } from '../../src/benchmark/config.ts';
import { loadBenchmark } from '../../src/benchmark/load-benchmark.ts';
import { collectEvidence } from '../../src/evidence/collect-evidence.ts';
import type { Evidence, TextBaseline } from '../../src/evidence/evidence.ts';
import { collectScores } from '../../src/evidence/scores/collect-scores.ts';
import { silentProgress } from '../../src/progress.ts';
import { meanEstimate } from '../../src/statistics/index.ts';

const folder = import.meta.dirname;

/** Rows as published: counted from the files, independently of this project's readers. */
const sets = [
  { name: 'vqa-rad', test: 451, train: 3064, closed: 272, attribute: 'image_organ' },
  { name: 'slake', test: 1061, train: 4919, closed: 416, attribute: 'content_type' },
  { name: 'vqa-rad-cp', test: 1185, train: 2330, closed: 959, attribute: 'image_organ' },
  { name: 'slake-cp', test: 2137, train: 3843, closed: 1137, attribute: 'content_type' },
];

describe.each(sets)('$name', (set) => {
  const path = join(folder, `${set.name}.yaml`);

  test('is a valid config that asks for no pictures', async () => {
    const config = await loadConfig(path);
    expect(config.name).toBe(set.name);
    expect(config.mediaRoot).toBeUndefined();
  });

  const hasData = existsSync(join(folder, '../../../shared/data/medvqa_text', set.name));

  test.skipIf(!hasData)(
    'reads every published row (needs the data beside the repository)',
    async () => {
      const benchmark = await loadBenchmark(await loadConfig(path), {
        progress: silentProgress,
        mediaCacheDir: join(folder, 'no-inline-media'),
      });
      expect([benchmark.test.length, benchmark.train.length]).toEqual([set.test, set.train]);
      expect(benchmark.test.filter((item) => item.track === 'closed')).toHaveLength(set.closed);
      expect(benchmark.test.filter((item) => item.task === 'closed')).toHaveLength(set.closed);
      for (const item of benchmark.test) {
        expect(item.attributes[set.attribute]).toMatch(/./);
        expect(item.media).toHaveLength(1);
      }
    },
  );
});

const hasBoth = ['slake', 'slake-cp'].every((name) =>
  existsSync(join(folder, '../../../shared/data/medvqa_text', name)),
);

describe.skipIf(!hasBoth)('SLAKE against SLAKE-CP (needs the data beside the repository)', () => {
  test('the blind score collapses as README.md says', { timeout: 300_000 }, async () => {
    const readme = await readFile(join(folder, 'README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| (closed|open) .*\|$/gm)].map(([row]) =>
      row
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
    const sides = { SLAKE: await evidenceOf('slake'), 'SLAKE-CP': await evidenceOf('slake-cp') };
    const measured = (['closed', 'open'] as const).flatMap((track) =>
      Object.entries(sides).map(([set, evidence]) => [track, set, ...scoresOf(track, evidence)]),
    );
    expect(rows).toEqual(measured);
  });

  test('a model that never sees an image keeps its whole score', { timeout: 300_000 }, async () => {
    const evidence = await evidenceOf('slake');
    const blind = answeredBlind(evidence);
    const scores = collectScores(blind, {
      scoring: { closed: 'accuracy', open: 'exact-match' },
      progress: silentProgress,
    });
    const outcome = blindControls.audit(
      { ...evidence, benchmark: blind, scores },
      blindControls.options.parse({}),
      { seed: 0 },
    );
    expect(outcome.verdict).toBe('fail');
    for (const track of ['closed', 'open']) {
      expect(outcome.measures[`${track}Gain:text alone`]).toMatchObject({ value: 0 });
      expect(outcome.measures[`${track}KeptOverGuess:text alone`]).toMatchObject({ value: 1 });
    }
  });
});

async function evidenceOf(name: string): Promise<Evidence> {
  const config = await loadConfig(join(folder, `${name}.yaml`));
  const cacheDir = join(tmpdir(), 'touchstone-medvqa');
  const benchmark = await loadBenchmark(config, {
    progress: silentProgress,
    mediaCacheDir: cacheDir,
  });
  const wanted = ['benchmark', 'clusters', 'text', 'baselines'] as const;
  const { evidence, failures } = await collectEvidence(benchmark, wanted, {
    seed: config.seed,
    scoring: config.scoring,
    cacheDir,
    progress: silentProgress,
  });
  expect(failures).toEqual({});
  return evidence as Evidence;
}

/** A guess, the template's most frequent answer, and the best method of a track, as README.md writes them. */
function scoresOf(track: 'closed' | 'open', evidence: Evidence): string[] {
  const { baselines, best, chance } = evidence.baselines;
  const keys = evidence.benchmark.test
    .filter((item) => item.track === track)
    .map((item) => item.key);
  const guess = keys.reduce((sum, key) => sum + (chance.get(key) ?? 0), 0) / keys.length;
  const shown = (name: string | undefined): string => {
    const baseline = baselines.find((one) => one.track === track && one.name === name);
    const { value, interval } = meanEstimate(
      keys.map((key) => baseline?.scores.get(key) ?? 0),
      keys.map((key) => evidence.clusters.clusterOf.get(key) ?? key),
    );
    return `${formatValue(value, 'score')} ${formatInterval(interval, 'score')}`;
  };
  return [formatValue(guess, 'score'), shown('prior-per-template'), shown(best[track])];
}

/** The best text-only answers as those of a model, the same with the image and without. */
function answeredBlind({ benchmark, baselines }: Evidence): Benchmark {
  const model = 'text alone';
  const best = baselines.baselines.filter((one) => one.name === baselines.best[one.track]);
  const responses = ['real', 'none'].flatMap((condition) =>
    best.flatMap(({ answers }: TextBaseline) =>
      [...answers].map(
        ([itemKey, text], index): Response => ({
          model,
          condition,
          itemKey,
          text,
          truncated: false,
          source: { file: 'text-alone.jsonl', line: index + 1 },
        }),
      ),
    ),
  );
  return { ...benchmark, models: [{ name: model, role: 'candidate' }], responses };
}
