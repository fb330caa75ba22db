import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixtures } from './built-cli.ts';

const images = ['odd_517x389.png', 'a_420x300.png', 'b_256x256.png', 'small_150x100.png'];

/** A new folder with a split of four items and a link to the fixtures, and what commands in it run with. */
export function batteryFolder(prefix: string): { folder: string; env: NodeJS.ProcessEnv } {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  symlinkSync(fixtures, join(folder, 'fixtures'));
  const rows = images.map((image, index) => ({
    id: `P0${index}-1`,
    messages: [
      { role: 'user', content: `<image>Is there a mass in view ${index}?\nA. Yes\nB. No` },
      { role: 'assistant', content: 'AB'[index % 2] },
    ],
    images: [image],
  }));
  writeFileSync(join(folder, 'test.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return { folder, env: { ...process.env, XDG_CACHE_HOME: join(folder, 'cache') } };
}
