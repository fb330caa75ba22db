import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { manifestJsonSchema } from './manifest.ts';

test('the published JSON Schema is the one that the code checks by', async () => {
  const file = fileURLToPath(new URL('../../docs/schema/manifest.schema.json', import.meta.url));
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(manifestJsonSchema());
});
