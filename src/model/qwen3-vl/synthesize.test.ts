import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCheckpoint, readFloats } from '../../checkpoint/checkpoint.ts';
import type { Message } from '../model.ts';
import { loadChatTemplate } from './chat-template.ts';
import { parseQwen3VlConfig } from './config.ts';
import { parseGenerationDefaults } from './generation-defaults.ts';
import { PUBLISHED_SIZES } from './published-sizes.ts';
import { synthesizeCheckpoint } from './synthesize.ts';
import { tensorOutlines } from './tensor-outlines.ts';
import { loadTokenizer } from './tokenizer.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
const tiny = await openCheckpoint(join(FIXTURES, 'tiny-qwen3vl'));
const config = parseQwen3VlConfig(tiny);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'synthetic-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('tensorOutlines', () => {
  it('names the tensors of a real checkpoint with their shapes', () => {
    const found = [...tiny.tensors.values()].map(({ name, shape }) => ({ name, shape }));
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
    expect([...tensorOutlines(config)].sort(byName)).toEqual(found.sort(byName));
  });

  it.each([
    // Parameters the model cards state: 8.77 and 33.4 billion; tied heads counted once.
    ['qwen3-vl-2b', 2.13e9],
    ['qwen3-vl-4b', 4.44e9],
    ['qwen3-vl-8b', 8.77e9],
    ['qwen3-vl-32b', 33.36e9],
  ])('%s has %d parameters', (name, expected) => {
    const counts = tensorOutlines(PUBLISHED_SIZES[name]!).map(({ shape }) =>
      shape.reduce((a, b) => a * b, 1),
    );
    const total = counts.reduce((a, b) => a + b, 0);
    expect(Math.abs(total / expected - 1)).toBeLessThan(0.005);
  });
});

describe('synthesizeCheckpoint', () => {
  it('writes a checkpoint that reads back as the configuration asked for', async () => {
    await synthesizeCheckpoint(config, folder, { shardBytes: 1e6 });
    const written = await openCheckpoint(folder);
    expect(written.files.length).toBeGreaterThan(1);
    expect(parseQwen3VlConfig(written)).toEqual(config);
    expect(parseGenerationDefaults(written)).toEqual(parseGenerationDefaults(tiny));
  });

  it('has normal matrices that differ, and repeats to the byte from its seed', async () => {
    await synthesizeCheckpoint(config, join(folder, 'a'), { seed: 1 });
    await synthesizeCheckpoint(config, join(folder, 'b'), { seed: 1 });
    const read = (name: string) => readFileSync(join(folder, name, 'model.safetensors'));
    expect(read('a').equals(read('b'))).toBe(true);
    const written = await openCheckpoint(join(folder, 'a'));
    const numbers = async (name: string) => await readFloats(written, written.tensors.get(name)!);
    const gate = await numbers('model.language_model.layers.0.mlp.gate_proj.weight');
    const up = await numbers('model.language_model.layers.0.mlp.up_proj.weight');
    expect(gate).not.toEqual(up);
    const variance = gate.reduce((sum, x) => sum + x * x, 0) / gate.length;
    // 32,768 draws: the standard error of the deviation is 0.4%.
    expect(Math.sqrt(variance)).toBeCloseTo(0.02, 3);
  });

  it('has a tokenizer of bytes and special tokens, and the template of the release', async () => {
    await synthesizeCheckpoint(config, folder);
    const written = await openCheckpoint(folder);
    const tokenizer = loadTokenizer(written);
    const text = 'Größe 2\n<|im_start|>';
    expect(tokenizer.encode(text)).toHaveLength(Buffer.byteLength('Größe 2\n') + 1);
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect(tokenizer.encode('<|image_pad|>')).toEqual([config.tokens.image]);
    expect(tokenizer.decode([72, 1999, 72])).toBe(tokenizer.decode([72, 72]));
    const cases = JSON.parse(readFileSync(join(FIXTURES, 'chat_template_cases.json'), 'utf8')) as {
      messages: Message[];
      rendered: string;
    }[];
    for (const { messages, rendered } of cases) {
      expect(loadChatTemplate(written)(messages)).toBe(rendered);
    }
  });

  it('takes the tokenizer and the template of another checkpoint', async () => {
    await synthesizeCheckpoint(config, folder, { tokenizerFolder: tiny.folder });
    const written = await openCheckpoint(folder);
    const text = '<|im_start|>user\nGröße der Läsion?<|image_pad|>';
    expect(loadTokenizer(written).encode(text)).toEqual(loadTokenizer(tiny).encode(text));
    expect(written.documents.chatTemplate).toBe(tiny.documents.chatTemplate);
    expect(await readdir(folder)).not.toContain('chat_template.jinja');
  });

  it.each([
    [
      'another id of a special token',
      PUBLISHED_SIZES['qwen3-vl-2b']!,
      'has <|image_pad|> at 2012, expected 151655',
    ],
    [
      'ids beyond the embedding table',
      { ...config, text: { ...config.text, vocabularySize: 2025 } },
      'has id 2025; the embedding table has 2025 rows',
    ],
  ])('refuses a tokenizer with %s and writes nothing', async (_, size, problem) => {
    const out = join(folder, 'out');
    await expect(synthesizeCheckpoint(size, out, { tokenizerFolder: tiny.folder })).rejects.toThrow(
      `${tiny.folder}/tokenizer.json: ${problem}; give a checkpoint of the same`,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it('says so if the folder is a file', async () => {
    await writeFile(join(folder, 'file'), '');
    await expect(synthesizeCheckpoint(config, join(folder, 'file'))).rejects.toThrow(
      `${folder}/file: can not be made a folder; give a new folder with --out`,
    );
  });

  it('leaves a folder that holds something alone', async () => {
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await expect(synthesizeCheckpoint(config, folder)).rejects.toThrow(
      `${folder}: holds files already; give a new folder with --out`,
    );
    expect(await readdir(folder)).toEqual(['notes.txt']);
  });
});
