import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, fixtures } from '../../test/built-cli.ts';
import { readSafetensors } from '../checkpoint/safetensors.ts';

const tiny = join(fixtures, 'tiny-qwen3vl');
const image = join(fixtures, 'media/odd_517x389.png');
const question = 'Describe the findings in this image. Is there a mass?';
let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-model-'));
  env = { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') };
});
afterAll(() => rmSync(folder, { recursive: true }));

function audit(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env,
  });
  return { status, stdout, stderr };
}

describe('audit model ask', () => {
  const greedy = ['--greedy', '--max-new-tokens', '24'];

  it('prints the reference answer alone on stdout', () => {
    const { decoded } = JSON.parse(
      readFileSync(join(fixtures, 'cases/qwen_image.json'), 'utf8'),
    ) as { decoded: string };
    const { status, stdout, stderr } = audit(
      'model',
      'ask',
      tiny,
      '--image',
      image,
      ...greedy,
      question,
    );
    expect(stdout).toBe(`${decoded}\n`);
    expect(stderr).toMatch(
      /^loading .*\nqwen3_vl, float32 on cpu, greedy; loaded in [\d.]+ s, reading the prompt\n225 prompt tokens, 24 new, length/,
    );
    expect(status).toBe(0);
  });

  it('has the reference ids and log-probabilities in its JSON, several images in order', async () => {
    const reference = await readSafetensors(join(fixtures, 'cases/qwen_two.safetensors'));
    const images = ['a_420x300.png', 'small_150x100.png'].flatMap((name) => [
      '--image',
      join(fixtures, 'media', name),
    ]);
    const system = 'You are a radiologist who reads screening examinations.';
    const { stdout } = audit(
      ...['model', 'ask', tiny, ...images, '--system', system],
      ...[...greedy, '--json', 'What changed?'],
    );
    const answer = JSON.parse(stdout);
    expect(answer.tokenIds).toEqual([...(reference.get('gen_ids')!.data as Int32Array)]);
    const logProbs = reference.get('gen_logprob')!.data as Float32Array;
    for (const [i, logProb] of logProbs.entries()) {
      expect(Math.abs(answer.logProbs[i] - logProb)).toBeLessThan(1e-3);
    }
    expect(answer).toMatchObject({
      finish: 'length',
      promptTokens: 229,
      precision: 'float32',
      sampling: { kind: 'greedy' },
    });
  });

  it('draws the same answer from the same seed, as the checkpoint asks to be sampled', () => {
    const ask = (seed: string) =>
      audit('model', 'ask', tiny, '--seed', seed, '--max-new-tokens', '12', '--json', question);
    const first = JSON.parse(ask('7').stdout);
    expect(first.sampling).toEqual({
      kind: 'sample',
      temperature: 0.7,
      topK: 20,
      topP: 0.8,
      seed: 7,
    });
    expect(JSON.parse(ask('7').stdout)).toEqual(first);
    expect(JSON.parse(ask('8').stdout).tokenIds).not.toEqual(first.tokenIds);
  });

  it('prints what it has when interrupted, and exits 130', async () => {
    const words = ['model', 'ask', tiny, '--greedy', '--max-new-tokens', '100000', question];
    const child = spawn(process.execPath, [cli, ...words], { env });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
      if (stderr.includes('loaded in')) setTimeout(() => child.kill('SIGINT'), 500);
    });
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(code).toBe(130);
    expect(stdout.length).toBeGreaterThan(1);
    expect(stderr).toContain('cancelled');
  });

  it.each([
    ['no folder', ['missing', 'x'], 'missing: is no folder that can be read'],
    ['no image', [tiny, '--image', 'missing.png', 'x'], 'missing.png: can not be read as an image'],
    [
      'greedy and sampled',
      [tiny, '--greedy', '--seed', '1', 'x'],
      "'--greedy' cannot be used with",
    ],
    ['no question', [tiny], "missing required argument 'question'"],
    ['a placeholder in the text', [tiny, '<|image_pad|>'], '1 image or video placeholders for 0'],
  ])('exits 2 with one line for %s', (_, words, line) => {
    const { status, stdout, stderr } = audit('model', 'ask', ...words);
    expect(stderr).toContain(line);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('names a chat template that is missing', () => {
    const bare = join(folder, 'bare');
    cpSync(tiny, bare, { recursive: true });
    rmSync(join(bare, 'chat_template.json'));
    rmSync(join(bare, 'tokenizer_config.json'));
    const { status, stderr } = audit('model', 'ask', bare, question);
    expect(stderr).toBe(
      `loading ${bare}\naudit: ${bare}: has no chat template; add the chat_template.json or chat_template.jinja the model was trained with\n`,
    );
    expect(status).toBe(2);
  });
});

describe('BreastGPT', () => {
  const breastGpt = join(fixtures, 'tiny-breastgpt');

  it('answers about a slide and an image, in the order of the flags', () => {
    const { decoded } = JSON.parse(
      readFileSync(join(fixtures, 'cases/image_histo.json'), 'utf8'),
    ) as { decoded: string };
    const media = ['--slide', 'slide_700.h5', '--image', 'a_420x300.png'].map((word) =>
      word.startsWith('--') ? word : join(fixtures, 'media', word),
    );
    const text = '<image>\n<image>\nCompare the slide with the mammogram.';
    const words = [...media, '--greedy', '--max-new-tokens', '24'];
    const { status, stdout, stderr } = audit('model', 'ask', breastGpt, ...words, text);
    expect(stdout).toBe(`${decoded}\n`);
    expect(stderr).toContain('slide_700.h5: 700 tiles, features made elsewhere\n');
    expect(status).toBe(0);
  });

  it('says in its JSON where the features of a slide come from', () => {
    const slide = join(fixtures, 'media/slide_90.h5');
    const words = ['--slide', slide, '--greedy', '--max-new-tokens', '1', '--json', 'Grade?'];
    const { stdout } = audit('model', 'ask', breastGpt, ...words);
    expect(JSON.parse(stdout).slides).toEqual([
      { path: slide, tiles: 90, origin: { kind: 'published' } },
    ]);
  });

  it('lists its quirks, and passes its check', () => {
    const { stdout } = audit('model', 'inspect', breastGpt);
    expect(stdout).toContain('tokens kept      64 of an image, 128 of a slide, 128 of a volume\n');
    expect(stdout).toContain('What to know about this model:\n\n  question-blind-selection\n');
    const check = audit('model', 'check', breastGpt);
    expect(check.stdout).toMatch(/kept tokens +60 selections +none +exact +ok/);
    expect(check.stdout).toMatch(/slide features finite +600 tiles +none +exact +ok/);
    expect(check.stdout).toMatch(/PASS\n$/);
    expect(check.status).toBe(0);
  });

  it.each([
    ['a slide that is no HDF5 file', '--slide', 'media/a_420x300.png', 'is no HDF5 file'],
    ['a volume that is none', '--volume', 'media/slide_700.h5', 'can not be read as a volume'],
  ])('names %s', (_, flag, file, problem) => {
    const { status, stderr } = audit('model', 'ask', breastGpt, flag, join(fixtures, file), 'x');
    expect(stderr).toContain(`${join(fixtures, file)}: ${problem}`);
    expect(status).toBe(2);
  });

  it('refuses a slide for a model without a slide branch', () => {
    const slide = join(fixtures, 'media/slide_90.h5');
    const { status, stderr } = audit('model', 'ask', tiny, '--slide', slide, 'x');
    expect(stderr).toContain('prompt: holds a slide, which Qwen3-VL does not take');
    expect(status).toBe(2);
  });
});

describe('audit model inspect', () => {
  it('says what the checkpoint is', () => {
    const { status, stdout } = audit('model', 'inspect', tiny);
    expect(stdout.replace(/^folder.*\n/, '')).toMatchInlineSnapshot(`
      "architecture     qwen3_vl
      parameters       2.4 M (vision 1.3 M, decoder 1.1 M)
      decoder          4 layers, hidden 128, 4 heads over 2 key-value heads of 32
      vision tower     4 layers, hidden 96, patches of 16 px, DeepStack after 0, 1, 2
      vocabulary       2048 rows; tokenizer 2026
      stored as        BF16 4.7 MB in 2 file(s)
      chat template    yes
      generation       sampled at temperature 0.7, top-k 20, top-p 0.8, stops at 2002, 2000
      float32          9.5 MB of memory
      float16          7.2 MB of memory
      bfloat16         4.7 MB of memory
      bfloat16-mapped  5.8 MB of memory
      int8             6.5 MB of memory
      int4             6.1 MB of memory
      key-value cache  2.0 MB per 1,000 tokens
      missing          nothing
      not used         nothing
      "
    `);
    expect(status).toBe(0);
  });

  it('lists what is missing, and exits 2 for another architecture', () => {
    const other = join(folder, 'other');
    cpSync(tiny, other, { recursive: true });
    for (const file of ['tokenizer.json', 'generation_config.json']) rmSync(join(other, file));
    const facts = JSON.parse(audit('model', 'inspect', other, '--json').stdout);
    expect(facts.missing).toEqual(['tokenizer.json']);
    expect(facts.replaced).toEqual([
      { file: 'generation_config.json', without: expect.stringContaining('answers are greedy') },
    ]);
    expect(facts.parameters).toEqual({ vision: 1_251_488, decoder: 1_115_520, slide: 0 });
    cpSync(join(fixtures, 'chat_template_cases.json'), join(other, 'config.json'));
    const { status, stderr } = audit('model', 'inspect', other);
    expect(stderr).toBe(
      `audit: ${other}/config.json: has model_type missing; the architectures that can be run are "qwen3_vl" and "breastgpt"\n`,
    );
    expect(status).toBe(2);
  });
});

describe('audit model check', () => {
  it('passes on the reference checkpoint and says how near every stage is', () => {
    const { status, stdout } = audit('model', 'check', tiny);
    expect(stdout).toMatch(/^Parity of this build with transformers 4.57.6, float32\n/);
    expect(stdout).toMatch(/greedy tokens +72 tokens +none +exact +ok/);
    expect(stdout).toMatch(/PASS\n$/);
    expect(status).toBe(0);
  });

  it('is inconclusive for quantised weights, which can not be equal', () => {
    const { status, stdout } = audit('model', 'check', tiny, '--precision', 'int8');
    expect(stdout).toMatch(
      /first token: largest KL from float32, nats +3 prompts +[\d.]+ +reported/,
    );
    expect(stdout).toMatch(/INCONCLUSIVE\n$/);
    expect(status).toBe(3);
  });

  it('fails on a tokenizer whose image token is another than the one in config.json', () => {
    const wrong = join(folder, 'wrong');
    cpSync(tiny, wrong, { recursive: true });
    const config = JSON.parse(readFileSync(join(tiny, 'config.json'), 'utf8'));
    const swapped = { ...config, vision_start_token_id: config.vision_end_token_id };
    writeFileSync(join(wrong, 'config.json'), JSON.stringify(swapped));
    const { status, stdout } = audit('model', 'check', wrong);
    expect(stdout).toMatch(/special tokens as in config.json +4 tokens +1 differ +exact +FAIL/);
    expect(status).toBe(1);
  });
});

describe('audit model synth', () => {
  it('refuses an unknown size', () => {
    const { status, stderr } = audit('model', 'synth', '--like', 'x', '--out', 'out');
    expect(stderr).toBe(
      'audit: --like x: there is no size of that name; use one of qwen3-vl-2b, qwen3-vl-4b, qwen3-vl-8b, qwen3-vl-32b, breastgpt-8b\n',
    );
    expect(status).toBe(2);
  });
});

describe('audit doctor', () => {
  it('says what would run here', () => {
    const { status, stdout } = audit('doctor');
    expect(stdout).toMatch(/^Node +v\d/);
    expect(stdout).toMatch(/\nONNX Runtime +1\.\d+/);
    expect(stdout).toMatch(/\nqwen3-vl-8b +(fits|too large)/);
    expect(status).toBe(0);
    const report = JSON.parse(audit('doctor', '--json').stdout);
    expect(report.onnxRuntime.providers).toContain('cpu');
    expect(Object.keys(report.gpu)).toEqual(['cuda', 'webgpu']);
    expect(stdout).toMatch(/\nCUDA +\S/);
    expect(stdout).toMatch(/\nWebGPU +\S/);
    expect(Object.keys(report.fits)).toEqual([
      'qwen3-vl-2b',
      'qwen3-vl-4b',
      'qwen3-vl-8b',
      'qwen3-vl-32b',
      'breastgpt-8b',
    ]);
  });
});

describe('audit --help', () => {
  it('shows the model commands with an example each', () => {
    expect(audit('--help').stdout).toContain('doctor');
    for (const name of ['inspect', 'check', 'ask', 'synth']) {
      expect(audit('model', name, '--help').stdout).toContain(`$ audit model ${name} `);
    }
  });
});
