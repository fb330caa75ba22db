import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { makeFinding } from '../../src/audit/finding.ts';
import { fixtures } from '../../test/built-cli.ts';
import { decidedRun } from '../fixtures/decided-run.ts';
import { namesOnlyRun, sampleRun } from '../fixtures/sample-run.ts';
import { renderSarif } from './index.ts';
import type { SarifLog, SarifRun } from './sarif-log.ts';

const isValid = schemaOf('sarif-schema-2.1.0.json');

/** The schema is of draft 4, which differs from draft 7 here in the name of its id only. */
function schemaOf(name: string) {
  const {
    $schema: _draft,
    id,
    ...schema
  } = JSON.parse(readFileSync(join(fixtures, 'schemas', name), 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  ajv.addFormat('uri', (text) => /^[a-z][a-z0-9+.-]*:[^\s]+$/i.test(text));
  ajv.addFormat('uri-reference', (text) => /^[\w\-.~:/?#[\]@!$&'()*+,;=%]*$/.test(text));
  ajv.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)));
  return ajv.compile({ $id: id, ...schema });
}

function logOf(run: AuditRun, options: { benchFolder?: string } = {}): SarifRun {
  const log: SarifLog = JSON.parse(renderSarif(run, options));
  isValid(log);
  expect(isValid.errors ?? []).toEqual([]);
  return log.runs[0] as SarifRun;
}

test('writes the decided run as the golden file has it', async () => {
  await expect(renderSarif(decidedRun({ findings: 4 }))).toMatchFileSnapshot(
    '../fixtures/sample-report.sarif',
  );
});

test.each([
  ['claims and a gate', decidedRun()],
  ['names only', namesOnlyRun()],
  [
    'one file read twice',
    { ...sampleRun(), inputs: [...sampleRun().inputs, ...sampleRun().inputs] },
  ],
  ['no input and no audit', { ...namesOnlyRun(), audits: [], inputs: [] }],
])('a run with %s is valid by the schema of SARIF 2.1.0', (_, run) => {
  logOf(run);
});

test('the schema refuses what is no log', () => {
  expect(isValid({ version: '2.1.0', runs: [{ results: [{}] }] })).toBe(false);
});

test('a finding is at its first row, related to the others, and keeps its id as a fingerprint', () => {
  const { results, tool } = logOf(sampleRun());
  const finding = sampleRun().audits[0]?.findings[1];
  const result = results.find((one) => one.partialFingerprints['findingId/v1'] === finding?.id);
  expect(result).toMatchObject({
    ruleId: 'image-reuse',
    ruleIndex: 0,
    level: 'error',
    message: { text: 'The same picture, flipped, is in train and test.' },
    properties: { kind: 'verified-pair', values: { correlation: 0.9931 } },
  });
  expect(result?.locations[0]?.physicalLocation).toEqual({
    artifactLocation: {
      uri: 'data/test/sampled_Mammography-SWIFT_RESIZED_Screening_Closed_VQA_Test.json',
      uriBaseId: 'BENCH',
    },
    region: { startLine: 88 },
  });
  expect(result?.relatedLocations?.[0]).toMatchObject({
    id: 1,
    physicalLocation: { region: { startLine: 1_202 } },
    message: { text: 'train media' },
  });
  expect(tool.driver.rules[0]?.shortDescription.text).toMatch(/^Are pictures/);
});

test('every result has a place, for GitHub refuses those without', () => {
  const { results } = logOf(decidedRun());
  expect(results.filter(({ locations }) => locations.length === 0)).toEqual([]);
  const patient = results.find(({ properties }) => properties.kind === 'patient-overlap');
  expect(patient?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('audit.yaml');
});

test('checks that do not pass, open or contradicted claims and open audits are results', () => {
  const { results, tool } = logOf(decidedRun({ findings: 0 }));
  const about = (rule: string) =>
    results
      .filter(({ ruleId }) => ruleId === rule)
      .map(({ level, properties }) => [
        level,
        properties.check ?? properties.claim ?? properties.verdict,
      ]);
  expect(about('gate')).toEqual([
    ['error', 'limit:question-only/closedShare'],
    ['warning', 'claim:pathology-gain'],
    ['error', 'audit:image-reuse'],
  ]);
  expect(about('claims')).toEqual([
    ['warning', 'pathology-gain'],
    ['error', 'needs-image'],
  ]);
  expect(about('reference-quality')).toEqual([['warning', 'not-run']]);
  expect(about('answer-position')).toEqual([]);
  for (const { ruleId, ruleIndex } of results)
    expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
});

test('a waived check is suppressed, with who answers for it', () => {
  const waived = logOf(decidedRun()).results.find(
    ({ properties }) => properties.decision === 'waived',
  );
  expect(waived?.suppressions).toEqual([
    {
      kind: 'external',
      status: 'accepted',
      justification:
        'The split is repaired in version 2. (bench-team@example.org, until 2027-01-31)',
    },
  ]);
});

test('holds 5,000 results, defects first, and says how many findings there are', () => {
  const { results, invocations } = logOf(decidedRun({ findings: 6_000 }));
  expect(results).toHaveLength(5_000);
  const total = decidedRun({ findings: 6_000 }).audits.flatMap(({ findings }) => findings).length;
  const decisions = results.filter(
    ({ partialFingerprints }) => !('findingId/v1' in partialFingerprints),
  );
  expect(invocations[0]?.toolExecutionNotifications[0]?.message.text).toBe(
    `This log holds ${(5_000 - decisions.length).toLocaleString('en')} of ${total.toLocaleString('en')} findings, defects first; all of them are in findings.jsonl.`,
  );
  expect(results.filter(({ properties }) => properties.kind === 'exact-pair')).toHaveLength(1);
  expect(logOf(decidedRun()).invocations[0]?.toolExecutionNotifications).toEqual([]);
});

test.each([
  [undefined, 'a b/ü#1?.jsonl', { uri: 'a%20b/%C3%BC%231%3F.jsonl', uriBaseId: 'BENCH' }],
  ['', 'test.jsonl', { uri: 'test.jsonl', uriBaseId: '%SRCROOT%' }],
  ['bench/one', '../data/test.jsonl', { uri: 'bench/data/test.jsonl', uriBaseId: '%SRCROOT%' }],
  [undefined, '../data/test.jsonl', { uri: '../data/test.jsonl', uriBaseId: 'BENCH' }],
  ['bench', '/data/a b.jsonl', { uri: 'file:///data/a%20b.jsonl' }],
  [undefined, 'C:\\data\\a.jsonl', { uri: 'file:///C:/data/a.jsonl' }],
])('with the config in %j, %j is at %j', (benchFolder, file, place) => {
  const { results } = logOf(oneFinding(file, 3), benchFolder === undefined ? {} : { benchFolder });
  expect(results.at(-1)?.locations[0]?.physicalLocation.artifactLocation).toEqual(place);
});

test('a file without lines is named as a whole', () => {
  const { results } = logOf(oneFinding('volume.nii', 0));
  expect(results.at(-1)?.locations[0]?.physicalLocation).not.toHaveProperty('region');
});

function oneFinding(file: string, line: number): AuditRun {
  const run = namesOnlyRun();
  const [audit] = run.audits;
  const finding = makeFinding('a', {
    kind: 'broken',
    severity: 'note',
    title: 'A row is broken.',
    subjects: [{ role: 'file', key: file, source: { file, line } }],
    values: {},
  });
  return { ...run, audits: [{ ...(audit as AuditRun['audits'][number]), findings: [finding] }] };
}
