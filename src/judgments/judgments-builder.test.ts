import { describe, expect, test } from 'vitest';
import { HumanLabels } from './human-labels.ts';
import { outcomeCode } from './judgments.ts';
import { type GivenPair, type GivenScore, JudgmentsBuilder } from './judgments-builder.ts';

const scale = { lower: 0, upper: 10 };

function score(change: Partial<GivenScore> = {}): GivenScore {
  return {
    grader: 'judge',
    item: { key: 'q1' },
    candidate: 'a',
    outcome: 'scored',
    score: 0.5,
    file: 'scores.jsonl',
    line: 1,
    ...change,
  };
}

function pair(change: Partial<GivenPair> = {}): GivenPair {
  return {
    grader: 'judge',
    item: { key: 'q1' },
    first: 'a',
    second: 'b',
    orderKnown: true,
    outcome: 'scored',
    preference: 1,
    file: 'pairs.jsonl',
    line: 1,
    ...change,
  };
}

describe('JudgmentsBuilder', () => {
  test('keeps names once and rows in typed columns', () => {
    const builder = new JudgmentsBuilder();
    builder.addScore(score({ item: { key: 'q1', cluster: 'c', subset: 'hard' }, gold: 1 }));
    builder.addScore(score({ candidate: 'b', score: 0.25, line: 2 }));
    builder.addPair(pair({ grader: 'other', item: { key: 'q2' }, orderKnown: false }));
    const built = builder.build({ scale });
    expect(built).toMatchObject({
      graders: ['judge', 'other'],
      candidates: ['a', 'b'],
      items: [
        { key: 'q1', cluster: 'c', subset: 'hard' },
        { key: 'q2', cluster: 'q2' },
      ],
      files: ['scores.jsonl', 'pairs.jsonl'],
      scale,
    });
    expect(built.scores).toEqual({
      length: 2,
      grader: Uint32Array.of(0, 0),
      item: Uint32Array.of(0, 0),
      outcome: Uint8Array.of(0, 0),
      file: Uint32Array.of(0, 0),
      line: Uint32Array.of(1, 2),
      candidate: Uint32Array.of(0, 1),
      score: Float64Array.of(0.5, 0.25),
      gold: Float64Array.of(1, Number.NaN),
    });
    expect(built.pairs).toMatchObject({
      length: 1,
      grader: Uint32Array.of(1),
      first: Uint32Array.of(0),
      second: Uint32Array.of(1),
      orderKnown: Uint8Array.of(0),
      preference: Float64Array.of(1),
    });
  });

  test('grows beyond its first room', () => {
    const builder = new JudgmentsBuilder();
    for (let line = 1; line <= 5000; line++) builder.addScore(score({ line }));
    const { scores } = builder.build({ scale });
    expect(scores.length).toBe(5000);
    expect(scores.line[4999]).toBe(5000);
  });

  test('holds a score only where the outcome is scored', () => {
    const builder = new JudgmentsBuilder();
    builder.addScore(score({ outcome: 'refused' }));
    expect(builder.build({ scale }).scores.score).toEqual(Float64Array.of(Number.NaN));
  });

  test.each([undefined, -0.1, 1.1, Number.NaN])('refuses %s as a share', (value) => {
    const builder = new JudgmentsBuilder();
    const given = value === undefined ? {} : { score: value };
    const { score: _score, ...rest } = score();
    expect(() => builder.addScore({ ...rest, ...given })).toThrow(RangeError);
    expect(builder.build({ scale }).scores.length).toBe(0);
  });

  test('refuses an answer beside itself', () => {
    expect(() => new JudgmentsBuilder().addPair(pair({ second: 'a' }))).toThrow(RangeError);
  });

  test('keeps the beginning of an answer with its whole length', () => {
    const builder = new JudgmentsBuilder();
    builder.addAnswer({ key: 'q1' }, 'a', `${'x'.repeat(1999)}😀 and on`);
    builder.addAnswer({ key: 'q1' }, 'a', 'a later answer');
    builder.addAnswer({ key: 'q1' }, 'b', 'Größe: 3 cm ≥ 2');
    const built = builder.build({ scale });
    expect(built.answerOf(0, 0)).toEqual({ lengthChars: 2008, excerpt: 'x'.repeat(1999) });
    expect(built.answerOf(0, 1)).toEqual({ lengthChars: 15, excerpt: 'Größe: 3 cm ≥ 2' });
    expect(built.answerOf(0, 2)).toBeUndefined();
  });

  test('counts judgments of an empty answer apart, whatever was said of it', () => {
    const builder = new JudgmentsBuilder();
    builder.addAnswer({ key: 'q1' }, 'a', ' \n');
    builder.addScore(score());
    builder.addScore(score({ candidate: 'b' }));
    builder.addPair(pair({ first: 'b', second: 'a' }));
    const { scores, pairs } = builder.build({ scale });
    expect([...scores.outcome]).toEqual([outcomeCode('empty-answer'), outcomeCode('scored')]);
    expect([...scores.score]).toEqual([Number.NaN, 0.5]);
    expect([...pairs.outcome]).toEqual([outcomeCode('empty-answer')]);
    expect([...pairs.preference]).toEqual([Number.NaN]);
  });

  test('takes the mean label of people where a row carries none, the right way round', () => {
    const labels = new HumanLabels();
    labels.addScore('q1', 'a', 0.2);
    labels.addScore('q1', 'a', 0.4);
    labels.addPair('q1', 'b', 'a', 1);
    const builder = new JudgmentsBuilder();
    builder.addScore(score());
    builder.addScore(score({ gold: 1 }));
    builder.addScore(score({ candidate: 'b' }));
    builder.addPair(pair());
    builder.addPair(pair({ first: 'b', second: 'a' }));
    const { scores, pairs } = builder.build({ scale, labels });
    expect(scores.gold[0]).toBeCloseTo(0.3, 12);
    expect([...scores.gold].slice(1)).toEqual([1, Number.NaN]);
    expect([...pairs.gold]).toEqual([0, 1]);
  });
});
