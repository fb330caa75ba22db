import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { folderNow, placeFrom, placeNow } from './places.ts';

const folder = '/home/results/run';
const beside = { bench: '../../bench', test: '../../bench', train: '../../bench' };
const apart = { bench: '../../bench', test: '../../data', train: '../../bench/train' };

describe('a file is looked for', () => {
  test.each([
    ['where it lay', beside, 'test', '../../bench/a.jsonl', {}, '/home/bench/a.jsonl'],
    ['in the moved bench', beside, 'test', '../../bench/a.jsonl', { bench: '/x' }, '/x/a.jsonl'],
    [
      'in the folder of its own split before that of the bench',
      beside,
      'test',
      '../../bench/a.jsonl',
      { bench: '/x', data: '/y' },
      '/y/a.jsonl',
    ],
    [
      'in the bench for what no split counts from',
      beside,
      'bench',
      '../../bench/answers.jsonl',
      { data: '/y', bench: '/x' },
      '/x/answers.jsonl',
    ],
    [
      'where it lay, if only another folder moved',
      apart,
      'test',
      '../../data/a.jsonl',
      { bench: '/x' },
      '/home/data/a.jsonl',
    ],
    [
      'along with the bench that its split lies in',
      apart,
      'train',
      '../../bench/train/a.jsonl',
      { bench: '/x' },
      '/x/train/a.jsonl',
    ],
    [
      'in the bench for a file of a split that is outside its folder',
      apart,
      'test',
      '../../bench/images/1.png',
      { bench: '/x', data: '/y' },
      '/x/images/1.png',
    ],
    [
      'where it lay, if it was in none of the folders',
      apart,
      'train',
      '../../../srv/1.png',
      { bench: '/x', data: '/y', train: '/z' },
      '/srv/1.png',
    ],
    [
      'not in a folder whose name only begins alike',
      beside,
      'test',
      '../../bench-2/a.jsonl',
      { bench: '/x' },
      '/home/bench-2/a.jsonl',
    ],
  ] as const)('%s', (_, folders, side, file, moved, expected) => {
    expect(placeNow(folder, { folders }, { file, side }, moved)).toBe(expected);
  });
});

test('the folder of a split is the named one, else moved along with the bench, else where it was', () => {
  const now = (moved: object) => folderNow(folder, { folders: apart }, 'train', moved);
  expect(now({ train: '/z', bench: '/x' })).toBe('/z');
  expect(now({ bench: '/x' })).toBe('/x/train');
  expect(now({ data: '/y' })).toBe('/home/bench/train');
});

test('a place that is noted and looked up again is the same, wherever both lie', () => {
  const name = fc.constantFrom('a', 'b', 'results', '..a', 'x y');
  const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => `/${names.join('/')}`);
  fc.assert(
    fc.property(
      path,
      path,
      path,
      fc.constantFrom('bench', 'test', 'train'),
      (run, bench, file, side) => {
        const root = placeFrom(run, bench);
        const manifest = { folders: { bench: root, test: root, train: root } };
        expect(placeNow(run, manifest, { file: placeFrom(run, file), side })).toBe(file);
      },
    ),
  );
});
