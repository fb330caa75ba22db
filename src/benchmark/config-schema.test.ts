import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { complete, minimal } from '../../test/config-folder.ts';
import { auditConfigJsonSchema } from './config-schema.ts';

const schemaFile = fileURLToPath(
  new URL('../../docs/schema/audit-config.schema.json', import.meta.url),
);

describe('the published JSON Schema', () => {
  test('is the one that the code checks by', async () => {
    expect(JSON.parse(await readFile(schemaFile, 'utf8'))).toEqual(auditConfigJsonSchema());
  });

  test('accepts what loadConfig accepts and refuses unknown keys', async () => {
    const validate = new Ajv2020().compile(JSON.parse(await readFile(schemaFile, 'utf8')));
    expect([
      validate(parse(complete)),
      validate(parse(minimal)),
      validate(parse(`${minimal}audit: {}`)),
    ]).toEqual([true, true, false]);
  });

  test('describes every key at the top', () => {
    const { properties } = auditConfigJsonSchema() as {
      properties: Record<string, { description?: string }>;
    };
    expect(Object.values(properties).every((property) => property.description)).toBe(true);
  });
});
