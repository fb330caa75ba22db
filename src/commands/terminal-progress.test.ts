import { expect, test } from 'vitest';
import { progressLine, terminalProgress } from './terminal-progress.ts';

function drawn(isTTY: boolean, steps: readonly number[]): string {
  let nowMs = 0;
  let written = '';
  const stream = { isTTY, write: (text: string) => (written += text) };
  const task = terminalProgress(stream, () => nowMs).start('Reading', 100);
  for (const stepMs of steps) {
    nowMs = stepMs;
    task.advance(10);
  }
  task.done();
  return written;
}

test('work of under two seconds says nothing', () => {
  expect(drawn(true, [500, 1000, 1900])).toBe('');
});

test('a terminal gets one line that is redrawn and a closing line', () => {
  const text = drawn(true, [1000, 2500, 2550, 3000]);
  expect(text.match(/\r/g)).toHaveLength(3);
  expect(text.endsWith('Reading: 40 in 3 s\n')).toBe(true);
});

test('without a terminal a line comes every ten seconds', () => {
  expect(drawn(false, [5_000, 11_000, 12_000, 22_000])).toBe(
    'Reading  20/100 (20%)  1.8/s  44 s left\nReading  40/100 (40%)  1.8/s  33 s left\nReading: 40 in 22 s\n',
  );
});

test('the line shows share, rate and the time left', () => {
  expect(progressLine('Hashing', 50, 200, 10_000)).toBe('Hashing  50/200 (25%)  5.0/s  30 s left');
});
