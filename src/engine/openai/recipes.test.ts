import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { modelConfigSchema } from '../../benchmark/model-config.ts';

const page = readFileSync(new URL('../../../docs/engines.md', import.meta.url), 'utf8');

/** Indented blocks that begin with `models:`. */
const snippets = page
  .split(/\n(?! {4}|$)/m)
  .flatMap((block) => block.split('\n\n'))
  .filter((block) => /^ {4}models:/m.test(block))
  .map((block) =>
    block
      .split('\n')
      .filter((line) => line.startsWith('    '))
      .join('\n'),
  );

describe('the recipes of docs/engines.md', () => {
  test.each(snippets.map((snippet) => [snippet.match(/model: (\S+)/)?.[1], snippet]))(
    'give %s a config that the schema takes',
    (_, snippet) => {
      const { models } = parse(snippet ?? '') as { models: Record<string, unknown> };
      for (const model of Object.values(models)) {
        expect(modelConfigSchema.safeParse(model)).toMatchObject({ success: true });
      }
    },
  );

  test('are four, so that none is overlooked', () => {
    expect(snippets).toHaveLength(4);
  });
});
