import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../../test/built-cli.ts';
import { auditRunSchema } from '../audit/audit-run-schema.ts';

let folder: string;

const ledger = `version: 1
title: Planted claims
source: a test
claims:
  accuracy: { kind: score, text: ours is right in 80%., model: ours, track: closed, value: 0.80, n: 40 }
  boast: { kind: score, text: ours is right in 99%., model: ours, track: closed, value: 0.99, n: 400 }
`;

/** 40 questions of which ours gets 32 right, 80%. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-claims-'));
  const rows = Array.from({ length: 40 }, (_, index) => ({
    question_id: index,
    image_name: `picture-${index}.png`,
    question: `Is finding ${index} present?`,
    answer: 'Yes',
  }));
  const answers = rows.map(({ question_id: id }) => ({
    id: String(id),
    prediction: id < 32 ? 'Yes' : 'No',
  }));
  const lines = answers.map((answer) => `${JSON.stringify(answer)}\n`).join('');
  writeFileSync(join(folder, 'test.json'), JSON.stringify(rows));
  writeFileSync(join(folder, 'ours.jsonl'), lines);
  writeFileSync(join(folder, 'claims.yaml'), ledger);
  writeFileSync(
    join(folder, 'audit.yaml'),
    `version: 1
name: forty
media: absent
splits: { test: test.json }
models: { ours: { role: candidate } }
predictions: [{ model: ours, path: ours.jsonl }]
audits: { small-subsets: {} }
claims: claims.yaml
`,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

function audit(...words: string[]) {
  return spawnSync(process.execPath, [cli, ...words], { cwd: folder, encoding: 'utf8' });
}

interface Claims {
  readonly claims: readonly {
    readonly id: string;
    readonly status: string;
    readonly basis: string;
  }[];
}

const statuses = ({ claims }: Claims) =>
  claims.map(({ id, status, basis }) => `${id} ${status} by ${basis}`);

test('claims are checked on paper, and the exit code is 0 whatever they are worth', () => {
  const { status, stdout, stderr } = audit('claims', 'check', 'claims.yaml', '--json');
  expect(stderr).toBe('');
  expect(status).toBe(0);
  // 32 of 40: Wilson's lower bound is .652, below .75; 396 of 400: .975, above .94.
  expect(statuses(JSON.parse(stdout))).toEqual([
    'accuracy inconclusive by paper',
    'boast supported by paper',
  ]);
});

test('audit run checks the claims of its config, and a check of the recorded run says the same', () => {
  const run = audit('run', '--bench', '.', '--json');
  expect(run.status, run.stderr).toBe(0);
  const result = auditRunSchema.parse(JSON.parse(run.stdout));
  expect(statuses(result.claims!)).toEqual([
    'accuracy inconclusive by run',
    'boast contradicted by run',
  ]);
  expect(result.inputs.find(({ role }) => role === 'claims')).toMatchObject({
    path: 'claims.yaml',
  });
  const words = ['claims', 'check', 'claims.yaml', '--run', 'audit-results/latest', '--json'];
  expect(JSON.parse(audit(...words).stdout)).toEqual(result.claims);
});

test('the terminal names status, reason and needs, and reports are written beside it', () => {
  const words = ['claims', 'check', 'claims.yaml', '-o', 'out/claims.md', '-o', 'out/claims.json'];
  const { status, stdout } = audit(...words, '-o', 'out/claims.html');
  expect(status).toBe(0);
  expect(stdout).toContain('INCONCLUSIVE    accuracy: claimed 80%; on paper');
  expect(stdout).toMatch(/needs: It would hold to within 5 points from \d+ independent items on\./);
  expect(stdout).toContain('Of 2 claims 1 is supported and 1 is inconclusive.');
  expect(readFileSync(join(folder, 'out/claims.md'), 'utf8')).toMatch(
    /^## Planted claims\n[\s\S]*### Claims[\s\S]*\| SUPPORTED \| ours is right in 99%/,
  );
  const json = JSON.parse(readFileSync(join(folder, 'out/claims.json'), 'utf8'));
  expect(auditRunSchema.parse(json)).toMatchObject({ verdict: 'not-applicable', audits: [] });
  expect(readFileSync(join(folder, 'out/claims.html'), 'utf8')).toContain('Planted claims');
});

test('what can not be read is told in one line, with exit code 2', () => {
  writeFileSync(join(folder, 'broken.yaml'), ledger.replace('value: 0.80', 'value: 80'));
  const wrong = audit('claims', 'check', 'broken.yaml');
  expect([wrong.status, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toBe(
    'audit: broken.yaml:5: "claims.accuracy.value": 80 lies outside 0 to 1: write 0.8; see docs/claims.md for the keys and their values\n',
  );
  expect(audit('claims', 'check', 'none.yaml').stderr).toBe(
    'audit: none.yaml: the claims file cannot be read; check its path\n',
  );
  expect(audit('claims', 'check', 'claims.yaml', '--run', 'none').status).toBe(2);
  expect(audit('claims', 'check', 'claims.yaml', '-o', 'claims.pdf').status).toBe(2);
});

test('a config whose claims file is missing is refused before anything is read', () => {
  writeFileSync(join(folder, 'audit.json'), '{"version":1,"name":"n","claims":"gone.yaml"}');
  const { status, stderr } = audit('run', '--bench', 'audit.json');
  expect(status).toBe(2);
  expect(stderr).toContain('audit: gone.yaml: the claims file cannot be read');
});
