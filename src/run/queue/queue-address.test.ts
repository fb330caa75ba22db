import { describe, expect, test } from 'vitest';
import { freePort } from '../../../test/redis/redis-server.ts';
import { connectQueue } from './connect-queue.ts';
import { readQueueAddress, redact } from './queue-address.ts';

describe('readQueueAddress', () => {
  test('shows host, port and database, never user or password', () => {
    const url = 'rediss://reviewer:s3cret%21@gpu-7:6380/2';
    expect(readQueueAddress(url, {})).toEqual({ url, shown: 'rediss://gpu-7:6380/2' });
  });

  test('takes an address from the environment', () => {
    const environment = { QUEUE_URL: 'redis://:s3cret@localhost' };
    expect(readQueueAddress('env:QUEUE_URL', environment)).toEqual({
      url: 'redis://:s3cret@localhost',
      shown: 'redis://localhost',
    });
  });

  test.each([
    ['env:QUEUE_URL', {}, '--queue env:QUEUE_URL: is not set; export QUEUE_URL=redis://host:6379'],
    [
      'env:QUEUE_URL',
      { QUEUE_URL: 'reviewer:s3cret@gpu-7' },
      '--queue env:QUEUE_URL: is no address of a Redis server; write redis://host:6379, or rediss:// for TLS',
    ],
    [
      'http://reviewer:s3cret@gpu-7',
      {},
      '--queue: is no address of a Redis server; write redis://host:6379, or rediss:// for TLS',
    ],
  ])('refuses %s with %o, without its secrets', (text, environment, message) => {
    expect(() => readQueueAddress(text, environment)).toThrow(message);
  });
});

test('what another library says is shown without user and password, escaped or not', () => {
  const address = readQueueAddress('redis://reviewer:p%40ss@host:1', {});
  expect(
    redact('AUTH reviewer p@ss (p%40ss) failed at redis://reviewer:p%40ss@host:1', address),
  ).toBe('AUTH *** *** (***) failed at redis://host:1');
});

test('a server that does not answer is one line with the address and what to do', async () => {
  const address = readQueueAddress(`redis://:s3cret@127.0.0.1:${await freePort()}`, {});
  const connecting = connectQueue(address);
  await expect(connecting).rejects.toThrow(
    `--queue ${address.shown}: no Redis server answers there (connect ECONNREFUSED ${address.shown.slice(8)}); start one with redis-server, or check the address`,
  );
});
