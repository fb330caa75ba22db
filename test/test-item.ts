import type { Item } from '../src/benchmark/benchmark.ts';

/** An item for tests: an open question without media, with the given fields replaced. */
export function testItem(fields: Partial<Item> = {}): Item {
  return {
    key: 'test/1',
    id: '1',
    split: 'test',
    source: { file: 'items.jsonl', line: 1 },
    contentHash: '0000000000000000',
    track: 'open',
    prompt: 'What is seen?',
    options: [],
    answer: 'mass',
    boxes: [],
    media: [],
    attributes: {},
    ...fields,
  };
}
