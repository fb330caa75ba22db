import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the example answers with the reference’s tokens', () => {
  const script = fileURLToPath(new URL('ask.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^Tiny models with random weights/);
  expect(stdout).toMatch(
    /\nqwen3_vl \(float32\) equals transformers 4.57.6, float32 in 14 stages\n/,
  );
  expect(stdout).toMatch(/\nbreastgpt \(float32\) equals the authors’ code .* in 16 stages\n/);
  expect(stdout.match(/All 24 tokens are the reference’s\./g)).toHaveLength(2);
  expect(status).toBe(0);
});
