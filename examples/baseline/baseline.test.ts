import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

test('the example answers with the reference’s tokens', () => {
  const script = fileURLToPath(new URL('ask.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^Engine check, outside every figure above: qwen3_vl \(float32\) equals/);
  expect(stdout).toMatch(/\nAll 24 tokens are the reference’s\.\n$/);
  expect(status).toBe(0);
});
