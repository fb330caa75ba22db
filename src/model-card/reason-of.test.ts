import { expect, test } from 'vitest';
import { AuditError } from '../errors.ts';
import { reasonOf } from './reason-of.ts';

test('is one line in which paths of this machine go by their names', () => {
  const error = new AuditError({
    code: 'image-unreadable',
    location: '/data/a.png',
    problem: 'can not be read (Input file is missing: /data/a.png)',
    remedy: 'check it',
  });
  expect(reasonOf(error, { '/data/a.png': 'the image' })).toBe(
    'the image: can not be read (Input file is missing: the image); check it',
  );
  expect(reasonOf(new Error('first line\n    at stack'))).toBe('first line');
  expect(reasonOf('a text')).toBe('a text');
});
