import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from '../../test/built-cli.ts';
import { runSmall, smallBenchmark } from '../../test/recorded-run.ts';
import type { AuditedRun } from './run.ts';

let folder: string;
let recorded: AuditedRun;

beforeAll(async () => {
  folder = await smallBenchmark();
  recorded = await runSmall(folder);
  await runSmall(folder, { seed: 1, outDir: 'other' });
});

afterAll(() => rmSync(folder, { recursive: true }));

function audit(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: folder, ...environment },
  });
  return { status, stdout, stderr };
}

test('audit report writes every format that it is asked for and names the files', () => {
  const files = ['report.html', 'result.json', 'junit.xml', 'audit.sarif', 'summary.md'];
  expect(audit(['report', ...files.flatMap((file) => ['-o', file])])).toEqual({
    status: 0,
    stdout: files.map((file) => `${file}\n`).join(''),
    stderr: '',
  });
  expect(readFileSync(join(folder, 'result.json'), 'utf8')).toBe(
    readFileSync(join(recorded.folder, 'result.json'), 'utf8'),
  );
});

test('audit report without a file says where the report is', () => {
  const { status, stdout } = audit(['report']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Report: audit-results\/small-[0-9a-f]{8}\/report\.html\n$/);
});

test('audit report --annotate tells GitHub, and without it does not', () => {
  const summary = join(folder, 'step.md');
  const environment = {
    GITHUB_ACTIONS: 'true',
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_WORKSPACE: folder,
  };
  writeFileSync(summary, '');
  expect(audit(['report', '-o', 'a.md'], environment).stderr).toBe('');
  expect(readFileSync(summary, 'utf8')).toBe('');
  const { stderr } = audit(['report', '--bench', 'bench', '--annotate'], environment);
  expect(stderr).toMatch(/^::error file=bench\/test\.json,line=\d+,title=/);
  expect(readFileSync(summary, 'utf8')).toMatch(/^## small: FAIL\n/);
});

test('audit run in GitHub Actions keeps stdout to the result and tells GitHub beside it', () => {
  const summary = join(folder, 'run.md');
  const { status, stdout, stderr } = audit(
    ['run', '--bench', './bench', '--out-dir', 'github', '--json'],
    { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary, GITHUB_WORKSPACE: folder },
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ benchmark: { name: 'small' } });
  expect(stderr).toContain('::error file=bench/test.json,line=');
  expect(readFileSync(summary, 'utf8')).toMatch(/Full report: github\/small-/);
});

test('audit explain tells an audit, and a finding by the beginning of its id', () => {
  expect(audit(['explain', 'image-reuse']).stdout).toMatch(/^FAIL image-reuse: /);
  const id = recorded.run.audits[0]!.findings[0]!.id;
  expect(audit(['explain', id.slice(0, 10)]).stdout).toMatch(
    new RegExp(`^DEFECT ${id}: image-reuse`),
  );
  const { stdout } = audit(['explain', id, '--json']);
  expect(JSON.parse(stdout)).toMatchObject([{ kind: 'finding', id, audit: { id: 'image-reuse' } }]);
});

test('audit diff tells what two runs differ in, and writes it', () => {
  const words = ['diff', 'audit-results/latest', 'other/latest'];
  const { status, stdout } = audit([...words, '-o', 'out/diff.md']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^small: audit-results\/latest → other\/latest\n/);
  expect(stdout).toContain('Run\n  seed: 0 → 1\n');
  expect(readFileSync(join(folder, 'out', 'diff.md'), 'utf8')).toContain('- seed: 0 → 1');
  expect(JSON.parse(audit([...words, '--json']).stdout)).toMatchObject({ benchmark: 'small' });
});

test.each<[string, string[], string]>([
  ['an unknown id', ['explain', 'image-resue'], 'did you mean "image-reuse"?'],
  ['no id', ['explain'], "missing required argument 'id'"],
  ['a run that is not there', ['explain', 'x', '--run', 'none'], 'none: is not there'],
  ['one run', ['diff', 'other/latest'], "missing required argument 'after'"],
  ['a difference as HTML', ['diff', 'other', 'other', '-o', 'd.html'], 'use .md or .json'],
  ['an unknown format', ['report', '-o', 'a.docx'], 'no report format has the ending ".docx"'],
])('%s exits 2 with one line', (_, words, message) => {
  const { status, stdout, stderr } = audit(words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
});
