import { expect, test } from 'vitest';
import { z } from 'zod';
import { auditRunSchema } from './audit-run-schema.ts';

test('the published JSON Schema is the one that the code checks', async () => {
  const schema = z.toJSONSchema(auditRunSchema, { target: 'draft-2020-12' });
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../docs/schema/audit-run.schema.json',
  );
});
