import { expect, test } from 'vitest';
import { decidedRun } from '../../reports/fixtures/decided-run.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { diffRuns } from '../run-diff/diff-runs.ts';
import { diffMarkdown, diffText } from './diff-text.ts';

const runs = { before: 'runs/a', after: 'runs/b' };
const before = decidedRun();
const after: AuditRun = {
  ...decidedRun({ findings: 28 }),
  seed: 1,
  verdict: 'inconclusive',
  audits: decidedRun({ findings: 28 }).audits.map((audit) =>
    audit.id === 'image-reuse'
      ? {
          ...audit,
          verdict: 'pass',
          findings: audit.findings.slice(1),
          measures: {
            ...audit.measures,
            exactPairs: { kind: 'count', title: 'Exact pairs across the split', value: 38 },
          },
        }
      : audit,
  ),
  gate: { ...before.gate!, decision: 'pass', checks: before.gate!.checks.slice(0, 1) },
};
const diff = diffRuns(before, after, runs);

test('tells every change under its heading, and what is the same', () => {
  const text = diffText(diff, runs);
  expect(text).toMatch(/^thorax-stage-bench: runs\/a → runs\/b\n\nRun\n {2}seed: 0 → 1\n\nGate\n/);
  expect(text).toContain(
    'Gate\n  decision: FAIL → PASS\n  limit:question-only/closedShare: FAIL → –\n',
  );
  expect(text).toContain('Verdicts\n  in all: FAIL → INCONCLUSIVE\n  image-reuse: FAIL → PASS\n');
  expect(text).toContain(
    'Measures\n  Exact pairs across the split (image-reuse/exactPairs): 41 → 38 (−3)\n',
  );
  // 40 - 28 template findings and one exact pair are gone; ten are listed.
  expect(text).toContain('Findings\n  13 findings gone\n  GONE defect ');
  expect(text).toContain('… and 3 more gone; --json lists all\n');
  expect(text).toMatch(
    /\nUnchanged: 7 verdicts, \d+ measures, 30 scores, 5 claims, 1 check, \d+ findings\.\n$/,
  );
});

test('runs that do not differ are told in one line', () => {
  const none = diffText(diffRuns(before, before, runs), runs);
  expect(none).toMatch(
    /^thorax-stage-bench: runs\/a → runs\/b\n\nUnchanged: 8 verdicts, [^\n]*\.\n$/,
  );
});

test('says whether the intervals of scores overlap', () => {
  const scores = before.scores.map((score, index) =>
    index === 0 ? { ...score, value: score.value - 0.01 } : score,
  );
  const text = diffText(diffRuns(before, { ...before, scores }, runs), runs);
  expect(text).toMatch(
    /Scores\n {2}thorax-gpt-8b: closed, all, accuracy by lenient: 75\.7% \[.*\], n = 742 \(n_eff 401\) → 74\.7% \[.*; the intervals overlap\n/,
  );
});

test('as Markdown, names from the data are escaped', () => {
  const text = diffMarkdown(diff, { before: 'runs/<b>', after: 'b' });
  expect(text).toMatch(/^## thorax-stage-bench: runs\/&lt;b&gt; → b\n\n### Run\n\n- seed: 0 → 1\n/);
  expect(text).toContain('- image-reuse: FAIL → PASS');
});
