/** `audit run` on a benchmark of every combination of media, with checkpoints sound and unsound. */

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, fixtures } from '../../test/built-cli.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { auditRunSchema } from '../audit/audit-run-schema.ts';
import { redactRun } from '../audit/redact-run.ts';
import type { CheckpointCard } from '../model-card/model-card.ts';

const runModule = new URL('../../dist/src/commands/run.js', import.meta.url).href;

/** Question, `images` and `videos` of each test item; their combinations of media all differ. */
const items: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['What is BI-RADS 4?', [], []],
  ['Is there a mass?\nA. Yes\nB. No', ['odd_517x389.png'], []],
  ['What changed?', ['a_420x300.png', 'small_150x100.png'], []],
  ['Which grade?', ['slide_90.h5'], []],
  ['Where is it?', ['b_256x256.png'], ['vol_40x96x80.nii.gz']],
  ['What does it show?', [], ['no-such-volume.nii.gz']],
];

let folder: string;
let env: NodeJS.ProcessEnv;
let run: AuditRun;
let printed: string;

function audit(...words: string[]) {
  return spawnSync(process.execPath, [cli, 'run', '--bench', './audit.yaml', ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'engine-check-'));
  env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
  symlinkSync(fixtures, join(folder, 'fixtures'));
  const lines = (rows: readonly unknown[]) =>
    rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const rows = items.map(([question, images, videos], index) => ({
    id: `P77-${index}`,
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: 'A' },
    ],
    images,
    videos,
  }));
  writeFileSync(join(folder, 'test.jsonl'), lines(rows));
  const predictions = rows.map(({ id }) => ({ id, prediction: 'A' }));
  writeFileSync(join(folder, 'answers.jsonl'), lines(predictions));
  writeFileSync(
    join(folder, 'audit.yaml'),
    `version: 1
name: every medium
media: { root: ./fixtures/media }
splits: { test: test.jsonl }
models:
  recorded: { role: candidate }
  breastgpt: { role: candidate, path: ./fixtures/tiny-breastgpt, tokenBudgets: { slide: 16 } }
  baseline: { role: baseline, path: ./fixtures/tiny-qwen3vl, precision: float32 }
  misled: { role: other, path: ./fixtures/tiny-qwen3vl, selectorPrecision: bfloat16 }
  lost: { role: other, path: ./nowhere }
engineCheck: { items: 6, maxNewTokens: 4 }
predictions: [{ model: recorded, path: answers.jsonl }]
audits: { small-subsets: {} }
`,
  );
  const { status, stdout, stderr } = audit('-o', 'result.json');
  expect([status, stderr.includes('    at ')]).toEqual([0, false]);
  printed = stdout;
  run = auditRunSchema.parse(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

const checkpointOf = (name: string, { models }: AuditRun = run): CheckpointCard =>
  models.find((card) => card.name === name)!.checkpoint!;

describe('model cards', () => {
  test('say where the answers of each model come from', () => {
    expect(run.models.map(({ name }) => name)).toEqual([
      'recorded',
      'breastgpt',
      'baseline',
      'misled',
      'lost',
    ]);
    const [recorded, breastgpt] = run.models;
    expect(recorded).toEqual({
      name: 'recorded',
      role: 'candidate',
      recorded: {
        files: [{ file: 'answers.jsonl', condition: 'real', answers: 6 }],
        note: expect.stringContaining('not on record'),
      },
    });
    expect(breastgpt!.recorded).toBeUndefined();
  });

  test('tell precision, selection, quirks, fingerprint and parity of a checkpoint', () => {
    expect(checkpointOf('breastgpt')).toMatchObject({
      status: 'opened',
      architecture: 'breastgpt',
      precision: 'float32',
      selection: {
        selectorPrecision: 'float32',
        tokenBudgets: { image: 64, slide: 16, volume: 128 },
      },
      missing: [],
      parity: { verdict: 'pass', note: expect.stringContaining('other token budgets') },
    });
    expect(checkpointOf('baseline')).toMatchObject({
      architecture: 'qwen3_vl',
      quirks: [],
      parity: { verdict: 'pass' },
    });
    expect(checkpointOf('baseline')).not.toHaveProperty('selection');
    expect(checkpointOf('baseline')).not.toHaveProperty('parity.note');
  });

  // The two checkpoints carry what the published ones do: ids alone, and Qwen3-VL's sampling.
  test('tell how each checkpoint asks to be decoded, opened or not', () => {
    const source = 'generation_config.json';
    const sampled = { doSample: true, temperature: 0.7, topP: 0.8, topK: 20, source };
    const greedy = { doSample: false, source };
    const expected = [undefined, greedy, sampled, sampled, undefined];
    expect(run.models.map(({ decoding }) => decoding)).toEqual(expected);
  });

  test('give the reason where a checkpoint can not be used, and the audits go on', () => {
    expect(checkpointOf('lost')).toEqual({
      status: 'not-run',
      path: './nowhere',
      reason:
        './nowhere: is no folder that can be read; give the folder that holds config.json and the *.safetensors files',
    });
    expect(checkpointOf('misled')).toMatchObject({
      status: 'not-run',
      reason: expect.stringContaining(
        './fixtures/tiny-qwen3vl: is a qwen3_vl, which has no use for selectorPrecision',
      ),
    });
    expect(run.scores.length).toBeGreaterThan(0);
    expect(printed).toMatch(/\n {2}lost +NOT-RUN: \.\/nowhere: is no folder that can be read/);
  });
});

describe('the engine check', () => {
  const answers = (model: string, from: AuditRun = run) =>
    from.engineCheck!.items.map((item) => item.answers.find((one) => one.model === model)!);

  test('has both models answer what they take, and marks the rest with its reason', () => {
    const slide = { status: 'not-applicable', reason: 'a Qwen3-VL has no slide branch' };
    const volume = { status: 'not-applicable', reason: 'a Qwen3-VL takes no volumes' };
    const answered = { status: 'answered', tokens: 4, finish: 'length' };
    expect(answers('breastgpt').slice(0, 5)).toMatchObject(Array(5).fill(answered));
    expect(answers('baseline')).toMatchObject([...Array(3).fill(answered), slide, volume, volume]);
  });

  test('names a medium that can not be read without its path', () => {
    const [answer] = answers('breastgpt').slice(-1);
    expect(answer).toMatchObject({
      status: 'not-run',
      reason: expect.stringMatching(
        /^the volume: can not be read as a volume \(ENOENT.*the volume'\)/,
      ),
    });
    expect(JSON.stringify(run)).not.toContain(folder);
  });

  test('shows what was asked, the media and the reference answer', () => {
    expect(run.engineCheck!.items[1]).toMatchObject({
      item: 'test/P77-1',
      source: { file: 'test.jsonl', line: 2 },
      excerpt: 'Is there a mass?\nA. Yes\nB. No',
      media: [{ kind: 'image', path: 'odd_517x389.png' }],
      reference: 'A',
    });
    expect(run.engineCheck!.items[3]!.media).toEqual([
      {
        kind: 'features',
        path: 'slide_90.h5',
        slide: { tiles: 90, origin: { kind: 'published' } },
      },
    ]);
  });

  test('repeats to the byte', () => {
    expect(audit('--json').stdout).toBe(readFileSync(join(folder, 'result.json'), 'utf8'));
  });

  test('loses ids of items and paths of media when it is redacted', () => {
    const { run: redacted, mediaNames } = redactRun(run);
    expect(JSON.stringify(redacted.engineCheck)).not.toMatch(/P77|odd_517x389|slide_90|vol_40/);
    expect(redacted.engineCheck!.items[1]).toMatchObject({
      item: 'item-2',
      media: [{ kind: 'image', path: mediaNames.get('odd_517x389.png') }],
    });
  });

  test('shows no answer of a model whose parity failed', () => {
    const records = join(folder, 'cache/touchstone/parity');
    const file = join(records, readdirSync(records).find((name) => name.startsWith('qwen3_vl'))!);
    const sound = readFileSync(file, 'utf8');
    const record = JSON.parse(sound);
    record.passed = false;
    Object.assign(record.stages[9], { largestError: 0.31, passed: false });
    writeFileSync(file, JSON.stringify(record));
    const failed: AuditRun = JSON.parse(audit('--json').stdout);
    writeFileSync(file, sound);
    expect(checkpointOf('baseline', failed)).toMatchObject({
      parity: { verdict: 'fail', worstStage: 'DeepStack features' },
    });
    const reason = expect.stringContaining('not equal to the reference in: DeepStack features');
    expect(answers('baseline', failed).slice(0, 3)).toMatchObject(
      Array(3).fill({ status: 'not-run', reason }),
    );
    expect(answers('breastgpt', failed)).toEqual(answers('breastgpt'));
    expect(failed.scores).toEqual(run.scores);
  });

  test('is left out with --no-engine-check, and the cards say so', () => {
    const skipped: AuditRun = JSON.parse(audit('--no-engine-check', '--json').stdout);
    expect(skipped.engineCheck).toBeUndefined();
    expect(checkpointOf('breastgpt', skipped)).toEqual({
      status: 'not-run',
      path: './fixtures/tiny-breastgpt',
      reason: 'skipped by --no-engine-check',
    });
    const decodings = (of: AuditRun) => of.models.map(({ decoding }) => decoding);
    expect(decodings(skipped)).toEqual(decodings(run));
    expect(skipped.scores).toEqual(run.scores);
  });
});

test.each([
  ['no checkpoint is named', '{ recorded: { role: candidate } }', true],
  ['none is to be opened', `{ recorded: { role: candidate, path: ./nowhere } }`, false],
])('ONNX Runtime is not loaded where %s', (_, models, engineCheck) => {
  writeFileSync(
    join(folder, 'plain.yaml'),
    `version: 1
name: plain
media: absent
splits: { test: test.jsonl }
models: ${models}
predictions: [{ model: recorded, path: answers.jsonl }]
audits: { small-subsets: {} }
`,
  );
  const script = `
    import { runCommand } from ${JSON.stringify(runModule)};
    const silent = { start: () => ({ advance() {}, done() {} }) };
    const options = { bench: './plain.yaml', engineCheck: ${engineCheck} };
    const { run } = await runCommand(options, { cwd: process.cwd(), progress: silent });
    const loaded = process.report.getReport().sharedObjects.filter((one) => one.includes('onnxruntime'));
    console.log(JSON.stringify([run.models.length, loaded]));`;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    { cwd: folder, encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([1, []]);
  expect(existsSync(join(folder, 'audit-results'))).toBe(true);
});
