import { expect, test } from 'vitest';
import type { AuditRun } from './audit-run.ts';
import { redactRun } from './redact-run.ts';

const run = {
  ledger: [
    {
      file: 'a.json',
      notes: [
        {
          reason: 'no-answer',
          effect: 'dropped',
          source: { file: 'a.json', line: 3 },
          detail: 'id P7',
        },
      ],
    },
  ],
  audits: [
    {
      id: 'image-reuse',
      findings: [
        {
          id: '0123456789ab',
          subjects: [
            { role: 'media', key: 'P7_E1.png', media: 'P7_E1.png', split: 'test' },
            { role: 'item', key: 'test/P7-q1', excerpt: 'Is there a mass?' },
            { role: 'patient', key: 'P7' },
            { role: 'template', key: 'is there a <*>' },
          ],
        },
        {
          id: 'ba9876543210',
          subjects: [
            { role: 'answer', key: 'test/P7-q1', model: 'one', excerpt: 'No.' },
            { role: 'answer', key: 'test/P7-q0', model: 'two', grades: { judge: '8 of 10' } },
          ],
        },
      ],
    },
  ],
} as unknown as AuditRun;

test('no id of an item, answer, medium or patient is left in findings or the ledger', () => {
  const { run: redacted, mediaNames } = redactRun(run);
  expect(JSON.stringify(redacted)).not.toContain('P7');
  expect(redacted.audits[0]?.findings[0]?.subjects).toEqual([
    { role: 'media', key: 'media-1', media: 'media-1', split: 'test' },
    { role: 'item', key: 'item-2', excerpt: 'Is there a mass?' },
    { role: 'patient', key: 'patient-1' },
    { role: 'template', key: 'is there a <*>' },
  ]);
  expect(redacted.audits[0]?.findings[1]?.subjects).toEqual([
    { role: 'answer', key: 'item-2', model: 'one', excerpt: 'No.' },
    { role: 'answer', key: 'item-1', model: 'two', grades: { judge: '8 of 10' } },
  ]);
  expect([...mediaNames]).toEqual([['P7_E1.png', 'media-1']]);
});

test('the run itself is not changed', () => {
  const before = JSON.stringify(run);
  redactRun(run);
  expect(JSON.stringify(run)).toBe(before);
});
