import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { cli } from '../../test/built-cli.ts';
import { smallBenchmark } from '../../test/recorded-run.ts';

/** What these files use of the format of composite actions. */
const actionSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  inputs: z.record(
    z.string(),
    z.strictObject({
      description: z.string(),
      required: z.boolean(),
      default: z.string().optional(),
    }),
  ),
  outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
  runs: z.strictObject({
    using: z.literal('composite'),
    steps: z.array(
      z.union([
        z.strictObject({
          id: z.string().optional(),
          if: z.string().optional(),
          // A composite action's commands must name their shell.
          shell: z.literal('bash'),
          env: z.record(z.string(), z.string()),
          run: z.string(),
        }),
        z.strictObject({
          if: z.string().optional(),
          uses: z.string().regex(/^[\w-]+\/[\w/-]+@v\d+$/),
          with: z.record(z.string(), z.string()),
        }),
      ]),
    ),
  }),
});

const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.enum(['pull_request', 'push']), z.record(z.string(), z.array(z.string()))),
  permissions: z.strictObject({
    contents: z.literal('read'),
    'security-events': z.literal('write'),
  }),
  jobs: z.record(
    z.string(),
    z.strictObject({
      'runs-on': z.string(),
      'timeout-minutes': z.int(),
      steps: z.array(
        z.looseObject({
          uses: z.string().optional(),
          with: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  ),
});

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');
const actionText = read('action.yml');
const action = actionSchema.parse(parse(actionText));

let folder: string;

beforeAll(async () => {
  folder = await smallBenchmark();
  mkdirSync(join(folder, 'bin'));
  const npx = join(folder, 'bin', 'npx');
  // Stands in for npx: the package is this build, and its name is kept.
  writeFileSync(
    npx,
    `#!/bin/sh\n[ "$1" = --yes ] || exit 9\necho "$2" > npx.txt\nshift 2\nexec "${process.execPath}" "${cli}" "$@"\n`,
  );
  chmodSync(npx, 0o755);
  writeFileSync(
    join(folder, 'pass.yaml'),
    'version: 1\nrequired: [template-leakage]\nthresholds: { template-leakage: { maxVerbatimShare: 1 } }\n',
  );
  writeFileSync(join(folder, 'fail.yaml'), 'version: 1\nrequired: [image-reuse]\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the action's commands as GitHub does. */
function act(inputs: Readonly<Record<string, string>>) {
  const step = action.runs.steps.find((one) => 'run' in one);
  if (!step || !('run' in step)) throw new Error('the action has no command');
  const defaults = Object.entries(action.inputs).map(([name, one]) => [name, one.default ?? '']);
  const given = { ...Object.fromEntries(defaults), ...inputs };
  const env = Object.entries(step.env).map(([name, text]) => [
    name,
    text.replace(/^\$\{\{ inputs\.([\w-]+) \}\}$/, (_, input: string) => given[input] ?? ''),
  ]);
  const output = join(folder, 'output.txt');
  writeFileSync(output, '');
  const { status, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
        HOME: folder,
        GITHUB_OUTPUT: output,
        ...Object.fromEntries(env),
      },
    },
  );
  return { status, stderr, output: readFileSync(output, 'utf8') };
}

test.each([
  ['pass', 0, { policy: 'pass.yaml' }],
  ['fail', 1, { policy: 'fail.yaml' }],
  // A limited run can never pass.
  ['inconclusive', 3, { policy: 'pass.yaml', args: '--limit 1 --seed 4' }],
  ['error', 2, { policy: 'none.yaml' }],
  ['done', 0, {}],
])('the action hands on %s and exits %i', (decision, code, inputs) => {
  const { status, output, stderr } = act({ bench: './bench', ...inputs });
  expect({ status, output }, stderr).toEqual({ status: code, output: `decision=${decision}\n` });
  expect(readFileSync(join(folder, 'npx.txt'), 'utf8')).toBe('touchstone-audit@latest\n');
});

test('the action writes what it uploads', () => {
  act({ bench: './bench', policy: 'fail.yaml' });
  expect(JSON.parse(readFileSync(join(folder, 'audit.sarif'), 'utf8')).version).toBe('2.1.0');
  expect(readFileSync(join(folder, 'audit.junit.xml'), 'utf8')).toContain('<testsuite name="gate"');
});

test('arguments are arguments, whatever they hold', () => {
  const { status } = act({ bench: './bench', args: '$(touch planted) ; touch planted' });
  expect(status).toBe(2);
  expect(() => readFileSync(join(folder, 'planted'))).toThrow('ENOENT');
});

test('commands take inputs from the environment only, and every name in use is declared', () => {
  for (const step of action.runs.steps) if ('run' in step) expect(step.run).not.toContain('${{');
  const used = [...actionText.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name);
  expect(new Set(used)).toEqual(new Set(Object.keys(action.inputs)));
  const ids = action.runs.steps.flatMap((step) => ('run' in step ? [step.id] : []));
  for (const { value } of Object.values(action.outputs))
    expect(ids).toContain(value.match(/steps\.(\w+)\.outputs/)?.[1]);
});

test('the workflow uses the action with inputs that it has', () => {
  const { jobs } = workflowSchema.parse(parse(read('workflow.yml')));
  const uses = Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .find((step) => step.uses?.endsWith('/benchmark-audit'));
  expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(uses?.with ?? {})));
  const required = Object.entries(action.inputs).filter(([, { required }]) => required);
  for (const [name] of required) expect(uses?.with).toHaveProperty(name);
});

test('the GitLab job hands on the JUnit report that it writes', () => {
  const job = z
    .strictObject({
      image: z.string(),
      script: z.array(z.string()),
      artifacts: z.strictObject({
        when: z.literal('always'),
        reports: z.strictObject({ junit: z.string() }),
        paths: z.array(z.string()),
      }),
      allow_failure: z.strictObject({ exit_codes: z.array(z.int()) }),
    })
    .parse(parse(read('gitlab-ci.yml'))['benchmark-audit']);
  expect(job.script.join(' ')).toContain(`-o ${job.artifacts.reports.junit}`);
});
