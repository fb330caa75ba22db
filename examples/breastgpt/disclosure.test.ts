import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assessDisclosure } from '../../src/disclosure/assess-disclosure.ts';
import { ledgerEntry, measured } from '../../src/disclosure/fixtures/measured.ts';
import { nothingMeasured } from '../../src/disclosure/measurements.ts';
import { readDisclosure } from '../../src/disclosure/read-disclosure.ts';
import type { ModelCard } from '../../src/model-card/model-card.ts';

const text = readFileSync(new URL('disclosure.yaml', import.meta.url), 'utf8');
const disclosure = readDisclosure('disclosure.yaml', text);

test('nothing is met on paper, because nothing is quoted, and funding and interests are not found', () => {
  const checks = assessDisclosure(disclosure, nothingMeasured);
  const ids = (status: string) =>
    checks.filter((one) => one.status === status).map(({ check }) => check.id);
  expect([ids('met'), ids('contradicted')]).toEqual([[], []]);
  expect(ids('not-found')).toEqual(expect.arrayContaining(['D01', 'D02', 'D10', 'D19', 'D31']));
});

test('another number of test rows than 12,182 would contradict it', () => {
  const ledger = [ledgerEntry({ role: 'test', read: 12181, kept: 12181 })];
  const d06 = assessDisclosure(disclosure, measured([], { ledger })).find(
    ({ check }) => check.id === 'D06',
  );
  expect(d06).toMatchObject({
    status: 'contradicted',
    measured: { text: 'test: 12181 rows read' },
  });
});

test('the two checkpoints stand beside what is told of their decoding', () => {
  const cards = [
    { name: 'breastgpt', role: 'candidate', decoding: { doSample: false } },
    { name: 'qwen3-vl-8b', role: 'baseline', decoding: { doSample: true, temperature: 0.7 } },
  ] as unknown as ModelCard[];
  const d15 = assessDisclosure(disclosure, measured([], { cards })).find(
    ({ check }) => check.id === 'D15',
  );
  expect(d15?.measured).toMatchObject({
    state: 'not-compared',
    text: 'breastgpt asks for greedy decoding; qwen3-vl-8b asks for temperature 0.7',
  });
});
