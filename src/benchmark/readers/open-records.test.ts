import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRecords } from './open-records.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'open-records-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function open(name: string, bytes: string | Buffer) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return openRecords(path, name);
}

describe('sniffing', () => {
  test.each([
    ['lines.json', '{"a":1}\n{"a":2}\n', 'json-lines'],
    ['array.csv', ' \n[{"a":1}]', 'json-array'],
    ['table.jsonl', 'a,b\n1,2\n', 'delimited'],
    ['marked.txt', '\uFEFF[{"a":1}]', 'json-array'],
  ])('takes %s for what it holds', async (name, text, container) => {
    const opened = await open(name, text);
    expect(opened.container).toBe(container);
    const values = [];
    for await (const batch of opened.records)
      values.push(...batch.map((record) => 'value' in record));
    expect(values.every(Boolean) && values.length > 0).toBe(true);
    expect(opened.sha256()).toBe(createHash('sha256').update(text).digest('hex'));
  });

  test.each([
    ['rows.jsonl', Buffer.from('PAR1xxxx'), 'this is a Parquet file; export it as JSON Lines'],
    ['rows.json', gzipSync('[]'), 'this is a gzip archive; unpack it'],
    [
      'rows.csv',
      Buffer.from([0x80, 0x04, 0x95]),
      'this is a Python pickle, which can run code when read; export it as JSON Lines or CSV',
    ],
    ['rows.tsv', Buffer.from([0xff, 0xfe, 0x61, 0]), 'this is UTF-16 text; save it as UTF-8'],
    ['empty.json', Buffer.from(' \n'), 'the file is empty; check what wrote it'],
  ])('refuses %s by its content: %#', async (name, bytes, message) => {
    await expect(open(name, bytes)).rejects.toThrow(`${name}: ${message}`);
  });

  test('says which file cannot be read', async () => {
    await expect(openRecords(join(folder, 'missing.json'), 'missing.json')).rejects.toThrow(
      'missing.json: the file cannot be read; check its path and permissions',
    );
  });
});
