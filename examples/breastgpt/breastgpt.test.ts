import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { auditRunSchema } from '../../src/audit/audit-run-schema.ts';
import type { CheckedClaim } from '../../src/claims/checked-claims.ts';
import { cli } from '../../test/built-cli.ts';

let folder: string;
let run: AuditRun;
let report: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-breastgpt-'));
  const words = ['run', '--bench', import.meta.dirname, '--json', '-o', 'report.md'];
  const { stdout, status, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  run = auditRunSchema.parse(JSON.parse(stdout));
  report = readFileSync(join(folder, 'report.md'), 'utf8');
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

function claim(id: string): CheckedClaim {
  return run.claims?.claims.find((one) => one.id === id) as CheckedClaim;
}

/**
 * Every number that the claims section of the report shows, and how it comes about by hand. Scores
 * and numbers of items are those that are published.
 *
 * A lead d shows with 80% power at two-sided 5% from n = ((1.959964 sqrt(psi) + 0.841621 sqrt(psi -
 * d^2)) / d)^2 items on; psi is at least d and at most 2 - (sum of the scores), where that is at
 * least 1. A score p holds to within 5 points from n = 1.959964^2 t (1 - t) / .05^2 items on, t = p - .05.
 */
const numbers: Readonly<Record<string, string>> = {
  // Published.
  '75.66': 'closed, BreastGPT',
  '68.21': 'closed, fine-tuned baseline',
  '54': 'closed, GPT-5.4',
  '89.92': 'open, BreastGPT',
  '88.24': 'open, fine-tuned baseline',
  '53.64': 'open, InternVL3.5',
  '60.4': 'pathology without the branch',
  '71.4': 'pathology with it',
  '79.32': 'ultrasound captions, BreastGPT',
  '47.88': 'ultrasound captions, next best',
  '67.67': 'MRI reports, BreastGPT',
  '55.16': 'MRI reports, next best',
  '68.11': 'histopathology reports, BreastGPT',
  '51.84': 'histopathology reports, next best',
  '79.59': 'ultrasound boxes',
  '33.49': 'MRI boxes',
  '25': 'gain in screening, at least',
  '35': 'gain in diagnosis, at least',
  '40': 'gain in treatment, at least',
  '12,182': 'test cases in all',
  '113': 'open questions in pathology',
  '70': 'captions in pathology',
  // Leads.
  '21.66': '75.66 - 54.00',
  '7.45': '75.66 - 68.21',
  '65.6': '(68.21 - 54.00) / 21.66 = 14.21 / 21.66 = .65605',
  '36.28': '89.92 - 53.64',
  '1.68': '89.92 - 88.24',
  '95.37': '(88.24 - 53.64) / 36.28 = 34.60 / 36.28 = .95369',
  '95.4': 'the same with one decimal',
  '25.26': '75.66 - 50.4',
  '25.3': 'the same to the digits of 50.4',
  '11': '71.4 - 60.4',
  '11.0': 'the same to their digits',
  '31.44': '79.32 - 47.88',
  '12.51': '67.67 - 55.16',
  '16.27': '68.11 - 51.84',
  // Scores: items from which on they hold to within 5 points.
  '5': 'the margin, in points',
  '319': '3.841459 x .7066 x .2934 / .0025 = 318.6',
  '197': '3.841459 x .8492 x .1508 / .0025 = 196.8',
  '292': '3.841459 x .7459 x .2541 / .0025 = 291.2',
  '314': '3.841459 x .2849 x .7151 / .0025 = 313.1',
  // Leads: items from which on they show.
  '103': 'd = psi = .0745: (.534966 + .220995) / .0745 = 10.1471; squared 102.96',
  '792': 'psi = 2 - .7566 - .6821 = .5613: (1.468405 + .627417) / .0745 = 28.1318; squared 791.4',
  '6,072':
    'd = .0168, psi = 2 - .8992 - .8824 = .2184: (.915956 + .393063) / .0168 = 77.9178; squared 6071.2',
  '29': 'd = psi = .2526: (.985064 + .365687) / .2526 = 5.3474; squared 28.6',
  '89': 'psi = 2 - .7566 - .504 = .7394: (1.685341 + .691766) / .2526 = 9.4106; squared 88.6',
  '69': 'd = psi = .11: (.650043 + .263334) / .11 = 8.3034; squared 68.9',
  '441': 'psi = 2 - .714 - .604 = .682: (1.618583 + .688829) / .11 = 20.9765; squared 440.01',
  '56': 'd = .3144, psi = 2 - .7932 - .4788 = .728: (1.672299 + .667566) / .3144 = 7.4423; squared 55.4',
  '385':
    'd = .1251, psi = 2 - .6767 - .5516 = .7717: (1.721759 + .731799) / .1251 = 19.6128; squared 384.7',
  '235': 'd = .1627, psi = .8005: (1.753593 + .740449) / .1627 = 15.3291; squared 234.98',
  '80.05': '200 - 68.11 - 51.84',
  '24.42': 'psi = .2442: (.968547 + .392712) / sqrt(70) = 1.361259 / 8.3666 = .1627, the lead',
  // Intervals. Wilson: (p + z^2/2n -+ z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n).
  '102': '.8992 x 113 = 101.6',
  '83.41': 'p = .902655, z^2/n = .033995: (.919653 - .057237) / 1.033995 = .83406',
  '94.48': '(.919653 + .057237) / 1.033995 = .94477',
  '83.25': 'beta quantile .025 of (102, 12), by scipy .8325',
  '95.04': 'beta quantile .975 of (103, 11), by scipy .9504',
  '63': '.8992 x 70 = 62.9',
  '80.77': 'p = .9, z^2/n = .054878: (.927439 - .075445) / 1.054878 = .80767',
  '95.07': '(.927439 + .075445) / 1.054878 = .95071',
  '80.48': 'beta quantile .025 of (63, 8), by scipy .8048',
  '95.88': 'beta quantile .975 of (64, 7), by scipy .9588',
  '95': 'level of the intervals',
  // Claims, by status.
  '18': 'claims in the ledger',
  '16': 'of them not testable',
  '1': 'inconclusive (reports at n = 70), and contradicted (selector setting)',
};

/** Names that hold digits. */
const names = /arXiv 2606\.04911 v1|Qwen3-VL-8B|GPT-5\.4|InternVL3\.5/g;

test('every number of the claims section is derived by hand, and each of these is in it', () => {
  const section = report.slice(report.indexOf('### Claims'), report.indexOf('### Audits'));
  const shown: readonly string[] = section.replaceAll(names, '').match(/\d[\d,]*(?:\.\d+)?/g) ?? [];
  expect([...new Set(shown)].filter((number) => !(number in numbers))).toEqual([]);
  expect(Object.keys(numbers).filter((number) => !shown.includes(number))).toEqual([]);
});

/** Every number that the sections on audits and findings show: counts of what config and disclosure hold. */
const counts: Readonly<Record<string, string>> = {
  '0': 'nothing is contradicted, quoted with its place, asked differently or proven; no item is at hand',
  '1': 'one of the four comparators, the fine-tuned baseline, had the same training',
  '3': 'findings of comparator-balance: the three cold models, whose training is unknown; and test, references and graders, all made by the candidate’s makers',
  '4': 'comparators: one baseline and three cold models',
  '5': 'facts of asking that decide, none of them published: prompt, shots, resolution, decoding, cut answers',
  '6': 'pairs of train, test, references, graders and candidate that can raise the score, all kin: train-test, train-references, test-candidate, references-graders, references-candidate, graders-candidate',
  '10': 'sub-datasets that are named in the config; and findings that the report lists',
  '13': 'checks that the audit requires and that are open: D01 to D04, D07, D10, D11, D15, D19, D21, D31 to D33',
  '14': 'checks of which disclosure.yaml says something, none with a quoted place',
  '19': '33 - 14: checks of which it says nothing; as many findings',
  '28': 'findings: 3 + 6 + 19',
  '33': 'checks in all',
};

test('every number of the sections on audits and findings is a count that is told by hand', () => {
  const section = report.slice(report.indexOf('### Audits'), report.indexOf('### Models'));
  const text = section
    .replaceAll(names, '')
    .replaceAll(/\bD\d\d\b/g, '')
    .replaceAll(/\b[0-9a-f]{12}\b/g, '')
    .replaceAll('selector-bfloat16', '');
  const shown: readonly string[] = text.match(/\d+(?:\.\d+)?/g) ?? [];
  expect([...new Set(shown)].filter((number) => !(number in counts))).toEqual([]);
  expect(Object.keys(counts).filter((number) => !shown.includes(number))).toEqual([]);
});

test('the leads are taken apart as far as what is published allows, and no further', () => {
  const [closed, open] = run.claims?.leads ?? [];
  expect(closed).toMatchObject({
    advertised: { kind: 'published', value: 0.2166 },
    fair: { kind: 'published', value: 0.0745 },
    notArchitecture: { kind: 'published', value: expect.closeTo(0.656, 3) },
  });
  expect(open).toMatchObject({
    advertised: { kind: 'published', value: 0.3628 },
    fair: { kind: 'published', value: 0.0168 },
    notArchitecture: { kind: 'published', value: expect.closeTo(0.954, 3) },
  });
  for (const lead of [closed, open])
    expect(lead?.caveat).toContain('untouched backbone’s score is not published');
  expect(report).not.toContain('due to training');
});

test('nothing gets an interval whose number of items is not published', () => {
  const all = run.claims?.claims.flatMap(({ measures }) => Object.values(measures)) ?? [];
  expect(all.length).toBeGreaterThan(0);
  expect(all.filter(({ kind }) => kind === 'estimate')).toEqual([]);
});

test('what 70 reports can not show is inconclusive, and what the code says is contradicted', () => {
  expect(claim('histopathology-reports').status).toBe('inconclusive');
  expect(claim('prompt-relevant-tokens').status).toBe('contradicted');
  const rest = run.claims?.claims.filter(({ status }) => status !== 'not-testable') ?? [];
  expect(rest.map(({ id }) => id)).toEqual(['histopathology-reports', 'prompt-relevant-tokens']);
});

test('what needs the benchmark says so, and no audit of items passes without it', () => {
  expect(claim('patient-level-split').needs[0]).toContain('run image-reuse on the benchmark');
  const ofItems = ['image-reuse', 'template-leakage', 'question-only', 'blind-controls'];
  const verdicts = run.audits.filter(({ id }) => ofItems.includes(id));
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(ofItems.map(() => 'not-applicable'));
  expect(run.inputs.map(({ role }) => role)).toContain('claims');
});

test('the report stays as it was when last looked at', async () => {
  await expect(report).toMatchFileSnapshot('report.golden.md');
});
