import { expect, test } from 'vitest';
import { decidedRun } from '../fixtures/decided-run.ts';
import { namesOnlyRun, sampleRun } from '../fixtures/sample-run.ts';
import { renderSummary } from './summary.ts';

test('writes the decided run as the golden file has it', async () => {
  await expect(
    renderSummary(decidedRun(), { fullReport: 'audit-results/thorax/report.html' }),
  ).toMatchFileSnapshot('../fixtures/sample-summary.md');
});

test('begins with the gate where there is one, else with the verdict', () => {
  expect(renderSummary(decidedRun())).toMatch(/^## thorax-stage-bench: gate FAIL\n/);
  const { gate: _gate, ...run } = sampleRun();
  expect(renderSummary(run)).toMatch(/^## thorax-stage-bench: FAIL\n/);
});

test('tells what fails before what is open, waived and passed', () => {
  const rows = renderSummary(decidedRun())
    .split('### Gate')[1]
    ?.split('###')[0]
    ?.match(/^\| (FAIL|INCONCLUSIVE|WAIVED|PASS) /gm);
  expect(rows).toEqual(['| FAIL ', '| INCONCLUSIVE ', '| WAIVED ', '| PASS ']);
});

test('says of a limited run that it can not pass, and leaves out what there is not', () => {
  const text = renderSummary(namesOnlyRun());
  expect(text).toContain('**Limited run:**');
  expect(text).not.toMatch(/### (Gate|Claims|Findings)|Full report/);
});

test('stays below the bytes it may have, however long the texts are', () => {
  const run = decidedRun({ findings: 2_000 });
  const long = (text: string) => `${text} ${'&心'.repeat(2_000)}`;
  const text = renderSummary(
    {
      ...run,
      summary: long(run.summary),
      audits: run.audits.map((audit) => ({
        ...audit,
        summary: long(audit.summary),
        remedy: long('More.'),
      })),
      claims: {
        title: '',
        source: '',
        leads: [],
        claims: Array.from({ length: 500 }, () => ({
          ...(run.claims?.claims[0] as NonNullable<typeof run.claims>['claims'][number]),
          text: long('It is so.'),
          why: long('Because.'),
        })),
      },
    },
    { fullReport: 'report.html' },
  );
  // GitHub's limit: 1 MiB a step.
  expect(Buffer.byteLength(text)).toBeLessThan(1_048_576);
  expect(text).toContain('450 more are in the full report.');
  expect(text).toContain('Full report: report.html');
});

test('leaves whole sections out where there is no room, and says so', () => {
  const text = renderSummary(decidedRun(), { fullReport: 'report.html', mostBytes: 1_500 });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_500);
  expect(text).toMatch(/### Gate[\s\S]*has no room here\.\n\nFull report: report\.html\n$/);
  expect(text).not.toContain('### Audits');
  expect(renderSummary(decidedRun(), { fullReport: 'a.html', mostBytes: 60 })).toBe(
    'Full report: a.html\n',
  );
});
