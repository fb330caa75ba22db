import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../../test/built-cli.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-disclosure-'));
  const rows = (start: number) =>
    JSON.stringify(
      Array.from({ length: 12 }, (_, index) => ({
        question_id: start + index,
        image_name: `P${index < 1 ? 1 : start + index}_${start + index}.png`,
        question: `Is finding ${start + index} present?`,
        answer: index % 3 === 0 ? 'Yes' : 'No',
      })),
    );
  writeFileSync(join(folder, 'test.json'), rows(100));
  writeFileSync(join(folder, 'train.json'), rows(200));
  writeFileSync(
    join(folder, 'audit.yaml'),
    `version: 1
name: split by patient
media: absent
splits: { test: test.json, train: train.json }
ids: { patient: "(?<patient>P\\\\d+)_" }
disclosure: disclosure.yaml
audits: { image-reuse: {}, disclosure: {} }
`,
  );
  writeFileSync(
    join(folder, 'disclosure.yaml'),
    `version: 1
source: A paper
checks:
  D06: { quote: 12 and 12 rows, location: p. 2, facts: { testItems: 12, trainItems: 12 } }
  D07: { quote: split by patient, location: p. 3, facts: { splitLevel: patient, disjoint: true } }
`,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

function audit(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('without a run every check is derived from what is said, and nothing is measured', () => {
  const { status, stdout, stderr } = audit('disclosure', 'check', 'disclosure.yaml');
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`D07  met             Split level
     said      “split by patient” (p. 3)
     measured  No measurement at hand: the audit image-reuse was not run
`);
  expect(stdout).toMatch(/\n2 met, 31 not found\n$/);
});

test('a run finds the patient in both splits, and check reads it back', () => {
  const { status, stdout, stderr } = audit('run', '--bench', './audit.yaml', '--json');
  expect(status, stderr).toBe(0);
  const run = JSON.parse(stdout);
  const result = run.audits.find(({ id }: { id: string }) => id === 'disclosure');
  expect(result).toMatchObject({ verdict: 'fail', measures: { contradicted: { value: 1 } } });
  expect(result.findings[0].subjects[0].source).toEqual({ file: 'disclosure.yaml', line: 5 });
  expect(
    run.inputs.map(({ path, role }: { path: string; role: string }) => [path, role]),
  ).toContainEqual(['disclosure.yaml', 'disclosure']);

  const checked = audit(
    'disclosure',
    'check',
    'disclosure.yaml',
    '--run',
    'audit-results/latest',
    '--json',
  );
  expect(checked.status, checked.stderr).toBe(0);
  const { checks } = JSON.parse(checked.stdout);
  expect(checks).toHaveLength(33);
  // Media are absent: names alone were compared, which finds no copy.
  expect(checks.slice(5, 7)).toEqual([
    {
      ...{ id: 'D06', title: 'Eligibility and flow', status: 'met', said: '“12 and 12 rows”' },
      ...{ location: 'p. 2', line: 4 },
      measured: { state: 'agrees', text: 'test: 12 rows read; train: 12 rows read' },
      guidelines: 'STARD-AI 7, 24; CLAIM 2024 13; TRIPOD-LLM 16a',
    },
    {
      ...{ id: 'D07', title: 'Split level', status: 'contradicted', said: '“split by patient”' },
      ...{ location: 'p. 3', line: 5 },
      measured: {
        state: 'contradicts',
        text: '1 patient in both splits; 0 of 12 test media in train',
      },
      guidelines: 'CLAIM 2024 (partitions and their level); STARD-AI 15b',
    },
  ]);
});

test('init writes a template that check reads, and overwrites nothing unasked', () => {
  expect(audit('disclosure', 'init', '--out', 'template.yaml').status).toBe(0);
  expect(audit('disclosure', 'check', 'template.yaml').stdout).toMatch(/\n33 not found\n$/);
  expect(audit('disclosure', 'init', '--out', 'template.yaml')).toMatchObject({
    status: 2,
    stderr:
      'audit: template.yaml: there is a file already; name another with --out, or overwrite it with --force\n',
  });
  writeFileSync(join(folder, 'template.yaml'), 'old');
  expect(audit('disclosure', 'init', '--out', 'template.yaml', '--force').status).toBe(0);
  expect(readFileSync(join(folder, 'template.yaml'), 'utf8')).toContain('# D33 Same questions');
});

test('a file that is not there, and one with a typed status, exit with 2 and one line', () => {
  expect(audit('disclosure', 'check', 'none.yaml')).toMatchObject({
    status: 2,
    stderr:
      'audit: none.yaml: the disclosure file cannot be read; check its path, or write one with "audit disclosure init"\n',
  });
  writeFileSync(
    join(folder, 'typed.yaml'),
    'version: 1\nsource: x\nchecks:\n  D01: { statement: a, status: met }\n',
  );
  const { status, stderr } = audit('disclosure', 'check', 'typed.yaml');
  expect(status).toBe(2);
  expect(stderr).toMatch(/^audit: typed\.yaml:4: "checks\.D01\.status" is not for writing: .*\n$/);
});
