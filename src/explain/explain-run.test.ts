import { expect, test } from 'vitest';
import { decidedRun } from '../../reports/fixtures/decided-run.ts';
import { namesOnlyRun } from '../../reports/fixtures/sample-run.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { makeFinding } from '../audit/finding.ts';
import { explain } from './explain-run.ts';

const run = decidedRun();
const reuse = run.audits[0]!;
const flipped = reuse.findings[1]!;
const told = (id: string, of: AuditRun = run) => explain(of, id, 'latest');

test('a finding comes with its audit, and how many others there are', () => {
  const [one, ...more] = told(flipped.id);
  expect(more).toEqual([]);
  // The sample's image-reuse has five findings.
  expect(one).toMatchObject({ kind: 'finding', finding: flipped, others: 4 });
  expect(one).toMatchObject({ audit: { id: 'image-reuse', limits: reuse.limits } });
  expect(JSON.stringify(one)).not.toContain('"findings"');
});

test('a beginning is enough where nothing else has it', () => {
  expect(told(flipped.id.slice(0, 8))).toEqual(told(flipped.id));
  expect(told('image-re')).toMatchObject([{ kind: 'audit', id: 'image-reuse' }]);
  expect(told('limit:')).toMatchObject([{ kind: 'check', audit: { id: 'question-only' } }]);
});

test('a claim is found with and without its prefix, before the check of the gate that looks at it', () => {
  const [claim] = told('claim:pathology-gain');
  expect(claim).toMatchObject({ kind: 'claim', check: { decision: 'inconclusive' } });
  expect(told('pathology-gain')).toEqual([claim]);
  expect(told('needs-image')).toMatchObject([
    { kind: 'claim', audits: [{ id: 'blind-controls' }] },
  ]);
});

test('a check names the audit that it looks at', () => {
  expect(told('audit:image-reuse')).toMatchObject([
    { kind: 'check', check: { decision: 'waived' }, audit: { id: 'image-reuse' } },
  ]);
});

test('findings about the same subjects share an id: each is explained', () => {
  const twin = makeFinding('image-reuse', { ...flipped, kind: 'candidate-pair' });
  expect(twin.id).toBe(flipped.id);
  const audits = [{ ...reuse, findings: [flipped, twin] }];
  expect(told(flipped.id, { ...run, audits })).toMatchObject([
    { finding: { kind: 'verified-pair' }, others: 1 },
    { finding: { kind: 'candidate-pair' }, others: 1 },
  ]);
});

test('a beginning that several things have is answered with them', () => {
  expect(() => told('a')).toThrow(
    /^latest: "a" is the beginning of several ids; give more of it: /,
  );
  expect(() => told('claim:')).toThrow('claim:closed-accuracy, claim:closed-lead');
});

test.each([
  ['image-resue', 'did you mean "image-reuse"?'],
  ['closed-acuracy', 'did you mean "closed-accuracy"?'],
  ['zzz', 'findings.jsonl lists every finding with its id; there are also image-reuse'],
  ['', 'nothing in this run has the id ""'],
])('an id that nothing has, %j, is answered with what there is', (id, message) => {
  expect(() => told(id)).toThrow(message);
});

test('in a run without findings, claims and gate there are audits alone', () => {
  expect(told('question-only', namesOnlyRun())).toMatchObject([{ kind: 'audit' }]);
  expect(() => told('x', { ...namesOnlyRun(), audits: [] })).toThrow(
    /findings\.jsonl lists every finding with its id$/,
  );
});
