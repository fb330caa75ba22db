import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PartFile } from './part-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'part-'));
  path = join(folder, 'slide.h5.part');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('PartFile', () => {
  it('goes on from the rows that are whole', async () => {
    const first = await PartFile.open(path, 'key', 2);
    expect(first.rows).toBe(0);
    await first.append(Float32Array.of(1, 2, 3, 4));
    await first.close();
    // A process that was killed while it wrote leaves half a row.
    appendFileSync(path, Buffer.from([1, 2, 3, 4, 5]));
    const second = await PartFile.open(path, 'key', 2);
    expect(second.rows).toBe(2);
    await second.append(Float32Array.of(5, 6));
    expect([...(await second.read())]).toEqual([1, 2, 3, 4, 5, 6]);
    await second.remove();
    await expect(async () => readFileSync(path)).rejects.toThrow('ENOENT');
  });

  it('begins anew under another key, also one that is longer', async () => {
    for (const key of ['key', 'key2', 'key']) {
      const part = await PartFile.open(path, key, 1);
      expect(part.rows).toBe(0);
      await part.append(Float32Array.of(7));
      await part.close();
    }
  });

  it('does not touch a file of another kind, and names a folder that is missing', async () => {
    writeFileSync(path, 'notes of the user');
    await expect(PartFile.open(path, 'key', 1)).rejects.toThrow(
      `${path}: is there and holds something else; move it away`,
    );
    expect(readFileSync(path, 'utf8')).toBe('notes of the user');
    const lost = join(folder, 'missing', 'slide.h5.part');
    await expect(PartFile.open(lost, 'key', 1)).rejects.toThrow(`${lost}: can not be written`);
  });
});
