import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDecoding } from './read-decoding.ts';

let folder: string;
const file = () => join(folder, 'generation_config.json');
const source = 'generation_config.json';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'decoding-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the decoding that a checkpoint asks for', () => {
  test('is unknown without the file', async () => {
    expect(await readDecoding(folder)).toBeUndefined();
  });

  // The file that BreastGPT's build script writes carries the two kinds of ids and nothing else.
  test('is greedy where the file names tokens alone', async () => {
    writeFileSync(file(), '{ "bos_token_id": 151643, "eos_token_id": 151645 }');
    expect(await readDecoding(folder)).toEqual({ doSample: false, source });
  });

  // Of Qwen3-VL-8B-Instruct.
  test('is sampling where the file says so, with its numbers', async () => {
    writeFileSync(file(), '{ "do_sample": true, "temperature": 0.7, "top_p": 0.8, "top_k": 20 }');
    const decoding = { doSample: true, temperature: 0.7, topP: 0.8, topK: 20, source };
    expect(await readDecoding(folder)).toEqual(decoding);
  });

  test('has no temperature where nothing is sampled', async () => {
    writeFileSync(file(), '{ "temperature": 0.7, "top_p": 0.8 }');
    expect(await readDecoding(folder)).toEqual({ doSample: false, source });
  });

  test('takes what is left out from transformers', async () => {
    writeFileSync(file(), '{ "do_sample": true }');
    const decoding = { doSample: true, temperature: 1, topP: 1, topK: 50, source };
    expect(await readDecoding(folder)).toEqual(decoding);
  });

  test.each(['{ "do_sample": tr', '{ "do_sample": "yes" }', '[]', 'null'])(
    'is unknown of a file that can not be used: %s',
    async (text) => {
      writeFileSync(file(), text);
      expect(await readDecoding(folder)).toBeUndefined();
    },
  );
});
