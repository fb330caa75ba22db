import { expect, test } from 'vitest';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { namesOnlyRun, sampleRun } from '../fixtures/sample-run.ts';
import { renderJson } from './index.ts';

test('writes the sample run as the golden file has it', async () => {
  await expect(renderJson(sampleRun({ findings: 2 }))).toMatchFileSnapshot(
    '../fixtures/sample-report.json',
  );
});

test('loses nothing', () => {
  for (const run of [sampleRun(), namesOnlyRun()]) {
    expect(JSON.parse(renderJson(run))).toEqual(run);
  }
});

test('orders keys alike whatever built the run', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, one]) => [key, reversed(one)]),
    );
  };
  const run = withoutFreeKeys(sampleRun());
  expect(renderJson(reversed(run) as AuditRun)).toBe(renderJson(run));
});

function withoutFreeKeys(run: AuditRun): AuditRun {
  const { grading, claims } = run;
  return {
    ...run,
    config: {},
    ...(grading && {
      grading: {
        ...grading,
        open: {},
        rows: grading.rows.map((row) => ({
          ...row,
          failed: {},
          judgments: {} as typeof row.judgments,
        })),
      },
    }),
    ...(claims && {
      claims: { ...claims, claims: claims.claims.map((claim) => ({ ...claim, measures: {} })) },
    }),
    ledger: run.ledger.map((entry) => ({
      ...entry,
      dropped: {},
      ...(entry.unused && { unused: {} }),
    })),
    audits: run.audits.map((audit) => ({
      ...audit,
      options: {},
      measures: {},
      tables: audit.tables.map((table) => ({ ...table, rows: [] })),
      findings: audit.findings.map((finding) => ({
        ...finding,
        subjects: finding.subjects.map((subject) => ({ ...subject, grades: {} })),
        values: {},
      })),
    })),
  };
}

test('keeps the order of free keys and of keys it does not know', () => {
  const run = { ...sampleRun(), config: { zeta: 1, alpha: 2 }, later: true };
  const text = renderJson(run);
  expect(text.indexOf('"zeta"')).toBeLessThan(text.indexOf('"alpha"'));
  expect(text).toMatch(/"later": true\n}\n$/);
});
