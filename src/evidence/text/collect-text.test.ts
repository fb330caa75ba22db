import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import type { Benchmark, Item, Split } from '../../benchmark/benchmark.ts';
import { silentProgress } from '../../progress.ts';
import { collectText } from './collect-text.ts';

const options = { progress: silentProgress, seed: 0 };

function benchmark(test: readonly Item[], train: readonly Item[]): Benchmark {
  const nothing = { models: [], responses: [], subsets: [], ledger: [], inputs: [] };
  return { name: 'test', test, train, media: 'absent', ...nothing };
}

describe('collectText', () => {
  it('collects nothing from a benchmark without train but its templates', async () => {
    const text = await collectText(benchmark([testItem()], []), options);
    expect(text).toMatchObject({
      templates: [{ id: 't1', pattern: 'what is seen', trainCount: 0, testCount: 1 }],
      matches: new Map(),
      nearThreshold: 0.8,
    });
    expect(text.reportOverlap).toBeUndefined();
  });

  it('is ready for an empty benchmark', async () => {
    const text = await collectText(benchmark([], []), options);
    expect([text.templates.length, text.templateOf.size, text.matches.size]).toEqual([0, 0, 0]);
  });
});

const data = new URL('../../../../shared/data/medvqa_text/', import.meta.url);

interface Row {
  readonly question: string;
  readonly answer: string | number;
  readonly q_lang?: string;
}

function read(set: string, split: Split): Item[] {
  const rows = JSON.parse(readFileSync(new URL(`${set}/${split}.json`, data), 'utf8')) as Row[];
  return rows
    .filter((row) => (row.q_lang ?? 'en') === 'en')
    .map(({ question, answer }, index) =>
      testItem({ key: `${split}/${index}`, split, prompt: question, answer: String(answer) }),
    );
}

// Counted independently of this project: the data's README states 997 and 998 for SLAKE.
describe.skipIf(!existsSync(data))(
  'collectText on the published medical sets (../shared/data)',
  () => {
    it.each([
      ['slake', 997, 998],
      ['vqa-rad', 86, 90],
      ['vqa-rad-cp', 277, 282],
      ['slake-cp', 1905, 1905],
    ])(
      'finds on %s %d test questions verbatim, %d with punctuation folded',
      async (set, exact, normalised) => {
        const text = await collectText(benchmark(read(set, 'test'), read(set, 'train')), options);
        const levels = [...text.matches.values()].map(({ level }) => level);
        const isExact = levels.filter((level) => level === 'exact').length;
        const isNormalised = levels.filter((level) => level === 'normalised').length;
        expect([isExact, isExact + isNormalised]).toEqual([exact, normalised]);
      },
    );
  },
);
