import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { expect, it } from 'vitest';
import { onnxRuntimeFolder, providerLibraries } from './provider-libraries.ts';

it('tells which libraries of a provider lie in the package', async () => {
  const packageFolder = await mkdtemp(join(tmpdir(), 'onnxruntime-'));
  const folder = join(packageFolder, 'bin/napi-v6', platform, arch);
  await mkdir(folder, { recursive: true });
  const before = providerLibraries('cuda', packageFolder);
  expect(before.map(({ isThere }) => isThere)).toEqual([false, false]);
  for (const { path } of before) {
    expect(path.startsWith(folder)).toBe(true);
    await writeFile(path, '');
  }
  expect(providerLibraries('cuda', packageFolder).every(({ isThere }) => isThere)).toBe(true);
  await rm(packageFolder, { recursive: true });
});

it('finds the package that is installed', () => {
  expect(onnxRuntimeFolder()).toMatch(/onnxruntime-node$/);
});
