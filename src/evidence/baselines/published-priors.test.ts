import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { benchmarkOf, row } from '../../../test/small-splits.ts';
import type { Benchmark, Item, Split } from '../../benchmark/benchmark.ts';
import { metricFor } from '../../scoring/index.ts';
import { answerRow, wordingOf } from './answer-rows.ts';
import { majority } from './methods/majority.ts';
import { priorPerQuestion } from './methods/prior-per-question.ts';
import type { TextMethod } from './text-method.ts';
import { labelledRows, textRow } from './text-row.ts';

const published = new URL('../../../../shared/data/medvqa_text/', import.meta.url);

/** A published set as a benchmark: text only, pictures by name. */
function readPublished(name: string): Benchmark {
  const read = (split: Split): Item[] => {
    const rows = JSON.parse(readFileSync(new URL(`${name}/${split}.json`, published), 'utf8'));
    return rows.map((record: Record<string, unknown>, index: number) =>
      row(split, index, {
        track: String(record.answer_type).trim() === 'CLOSED' ? 'closed' : 'open',
        prompt: String(record.question),
        answer: String(record.answer),
        media: [{ path: String(record.image_name ?? record.img_name), kind: 'image' }],
      }),
    );
  };
  return benchmarkOf(read('train'), read('test'));
}

describe.skipIf(!existsSync(published))('published sets (only beside ../shared)', () => {
  // Counted independently: questions and answers compared up to case and punctuation, of equally
  // frequent answers the first seen. (Open answers compared up to case only: 294 of SLAKE's 645.)
  it.each([
    ['vqa-rad', { majority: 133, question: 144, closed: 272, open: 17 }],
    ['slake', { majority: 175, question: 275, closed: 416, open: 298 }],
    ['vqa-rad-cp', { majority: 25, question: 37, closed: 959, open: 77 }],
    ['slake-cp', { majority: 26, question: 74, closed: 1137, open: 257 }],
  ])('give the known priors: %s', (name, known) => {
    const benchmark = readPublished(name);
    const rowsOf = (items: readonly Item[], track: string) =>
      items
        .filter((item) => item.track === track)
        .map((item) => textRow(item, { templateOf: new Map() }, { clusterOf: new Map() }));
    const right = (track: 'closed' | 'open', method: TextMethod): number => {
      const train = labelledRows(rowsOf(benchmark.train, track));
      const metric = metricFor(track, track === 'closed' ? 'accuracy' : 'exact-match');
      const model = method.fit(train, metric);
      const wordings = wordingOf(train);
      return rowsOf(benchmark.test, track)
        .map((asked) => answerRow(asked, model, wordings, metric).score)
        .reduce((sum, score) => sum + score, 0);
    };
    expect(benchmark.test.filter((item) => item.track === 'closed').length).toBe(known.closed);
    expect(right('closed', majority)).toBe(known.majority);
    expect(right('closed', priorPerQuestion)).toBe(known.question);
    expect(right('open', priorPerQuestion)).toBe(known.open);
  });
});
