import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/benchmark/config.ts';
import { loadBenchmark } from '../../src/benchmark/load-benchmark.ts';
import { silentProgress } from '../../src/progress.ts';

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
