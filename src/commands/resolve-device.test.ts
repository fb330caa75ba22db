import { expect, test } from 'vitest';
import { resolveDevice } from './resolve-device.ts';

test('the CPU needs no looking for', async () => {
  expect(await resolveDevice()).toEqual({ device: 'cpu', elsewhere: false });
});

test('a device elsewhere is taken by its name, and has to have one', async () => {
  const elsewhere = true;
  expect(await resolveDevice(undefined, { elsewhere })).toEqual({ device: 'cpu', elsewhere });
  expect(await resolveDevice('cuda', { elsewhere })).toEqual({ device: 'cuda', elsewhere });
  await expect(resolveDevice('auto', { elsewhere })).rejects.toThrow(
    '--device auto: says nothing of the workers that will compute; name their device',
  );
});
