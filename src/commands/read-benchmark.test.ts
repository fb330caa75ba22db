import { expect, test } from 'vitest';
import { resolveDevice } from './read-benchmark.ts';

test('the CPU needs no looking for', async () => {
  expect(await resolveDevice({})).toEqual({ device: 'cpu', elsewhere: false });
  expect(await resolveDevice({ queue: 'redis://head:6379' })).toEqual({
    device: 'cpu',
    elsewhere: false,
  });
});

test('with a queue the device is that of the workers, by name', async () => {
  const queue = 'redis://head:6379';
  expect(await resolveDevice({ device: 'cuda', queue })).toEqual({
    device: 'cuda',
    elsewhere: true,
  });
  await expect(resolveDevice({ device: 'auto', queue })).rejects.toThrow(
    '--device auto: says nothing of the workers that will compute; name their device',
  );
});
