import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { fixtures } from '../../test/built-cli.ts';
import { decidedRun } from '../fixtures/decided-run.ts';
import { namesOnlyRun, sampleRun } from '../fixtures/sample-run.ts';
import { renderJunit } from './index.ts';
import { attributes, escapeText } from './xml.ts';

const awkward = 'a\u0000b\u001b[31m \ud800 \uffff ]]> <x y="z">\r\n\t&amp; 心 🫁';

const documents = [
  ['decided.xml', decidedRun()],
  ['many-findings.xml', sampleRun({ findings: 3_000 })],
  ['names-only.xml', namesOnlyRun()],
  ['no-audit.xml', { ...namesOnlyRun(), audits: [] }],
  ['awkward.xml', withAwkwardTexts(decidedRun())],
].map(([fileName, run]) => ({
  fileName: fileName as string,
  contents: renderJunit(run as AuditRun),
}));

function withAwkwardTexts(run: AuditRun): AuditRun {
  return {
    ...run,
    benchmark: { ...run.benchmark, name: awkward },
    audits: run.audits.map((audit) => ({
      ...audit,
      title: awkward,
      summary: awkward,
      remedy: awkward,
    })),
  };
}

test('writes the decided run as the golden file has it', async () => {
  await expect(renderJunit(decidedRun())).toMatchFileSnapshot(
    '../fixtures/sample-report.junit.xml',
  );
});

test.each([
  ["Ant's JUnit tasks", 'junit-ant.xsd'],
  ['Jenkins', 'junit-10.xsd'],
])('is valid by the schema of %s, whatever the run and its texts hold', async (_, fileName) => {
  const contents = readFileSync(join(fixtures, 'schemas', fileName), 'utf8');
  const schema = { fileName, contents };
  expect((await validateXML({ xml: documents, schema })).errors).toEqual([]);
  const xml = {
    fileName: 'broken.xml',
    contents: '<testsuites><testsuite name="a"/></testsuites>',
  };
  expect((await validateXML({ xml, schema })).valid).toBe(false);
});

test('what could not be decided is an error, what fails a failure, and neither is skipped', () => {
  const text = renderJunit(decidedRun());
  const outcomes = Object.fromEntries(
    [...text.matchAll(/<testcase name="([^:"]*)[^>]*?(?:\/>|><(\w+) type="([^"]*)")/g)].map(
      ([, name, outcome, type]) => [name, `${outcome ?? 'passed'} ${type ?? ''}`.trim()],
    ),
  );
  expect(outcomes).toMatchObject({
    'image-reuse': 'failure fail',
    'question-only': 'error inconclusive',
    'reference-quality': 'error not-run',
    'patient-balance': 'skipped not-applicable',
    'answer-position': 'passed',
    'closed-accuracy': 'passed',
    'closed-lead': 'passed',
    'pathology-gain': 'error inconclusive',
    'needs-image': 'failure contradicted',
    robust: 'error not-testable',
    limit: 'failure fail',
    claim: 'error inconclusive',
    // The sample's grading has open requests.
    'complete run': 'error incomplete',
  });
  expect(text).toContain('Waived by bench-team@example.org until 2027-01-31');
  expect(text).toContain('What would make it pass: A share whose interval ends at or below 50%.');
});

test('counts by suite are those of its cases', () => {
  const text = renderJunit(decidedRun());
  // Five claims: two hold, one fails, two are open.
  expect(text).toMatch(/name="claims"[^>]* tests="5" failures="1" errors="2" skipped="0"/);
  // Four checks: one each of pass, fail, inconclusive and waived.
  expect(text).toMatch(/name="gate"[^>]* tests="4" failures="1" errors="1" skipped="1"/);
});

test('a run that is limited or lost rows does not look green', () => {
  const text = renderJunit(namesOnlyRun());
  expect(text).toContain(
    '<error type="incomplete" message="The run is not complete: only the first 50 test items were read.">',
  );
  expect(renderJunit(sampleRun())).toMatch(
    /<error type="rows-dropped" message="[\d,]+ of [\d,]+ rows kept; dropped: /,
  );
});

test('a suite without a case is left out', () => {
  const { claims: _claims, gate: _gate, ...run } = sampleRun();
  const names = [...renderJunit(run).matchAll(/<testsuite name="(\w+)"/g)].map(([, name]) => name);
  expect(names).toEqual(['audits', 'run']);
});

test('escapes what XML reads as markup, and marks what it can not hold', () => {
  expect(escapeText('a<b>&"\u0007\ud800x')).toBe('a&lt;b&gt;&amp;"\ufffd\ufffdx');
  expect(escapeText('🫁')).toBe('🫁');
  expect(attributes({ a: '"\n\t', n: 0 })).toBe(' a="&quot;&#10;&#9;" n="0"');
});
