import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { claimsJsonSchema } from './claims-schema.ts';
import { readLedger } from './read-ledger.ts';

const head = 'version: 1\ntitle: T\nsource: a paper\nclaims:\n';

/** A ledger of one claim `c`, its keys indented below it. */
function ledgerOf(...keys: readonly string[]): string {
  return `${head}  c:\n${keys.map((key) => `    ${key}\n`).join('')}`;
}

const score = ['kind: score', 'text: It is good.', 'model: ours', 'track: closed'];
const gap = ['kind: gap', 'text: It is better.', 'model: ours', 'over: theirs'];

function read(...keys: readonly string[]) {
  return readLedger('claims.yaml', ledgerOf(...keys)).claims[0];
}

describe('a figure', () => {
  it.each([
    // Half a unit of the last digit written: 75.66% is rounded to 0.01 points.
    ['0.7566', 0.00005],
    ['0.504', 0.0005],
    ['0.5400', 0.00005],
    ['0.9', 0.005],
    ['1', 0.005],
    ['7.566e-1', 0.00005],
  ])('written %s is rounded to %d', (written, rounding) => {
    expect(read(...score, `value: ${written}`)).toMatchObject({
      value: { value: Number(written), rounding },
    });
  });

  it('takes a rounding that is given for all figures of the claim', () => {
    expect(read(...gap, 'rounding: 0.01', 'scores: { model: 0.7566, over: 0.68 }')).toMatchObject({
      scores: { model: { rounding: 0.01 }, over: { rounding: 0.01 } },
    });
  });

  it('written in per cent is refused with what to write', () => {
    expect(() => read(...score, 'value: 75.66')).toThrow(
      'claims.yaml:10: "claims.c.value": 75.66 lies outside 0 to 1: write 0.7566',
    );
    expect(() => read(...score, 'value: 7566')).toThrow('7566 lies outside 0 to 1; see docs');
    expect(() => read(...score, 'value: -0.1')).toThrow('-0.1 lies outside 0 to 1; see docs');
  });
});

describe('a claim', () => {
  it('is of right or wrong answers by accuracy or of closed questions, and graded by other metrics', () => {
    const graded = (...keys: readonly string[]) =>
      (read(...score.slice(0, 3), 'value: 0.5', ...keys) as { graded: boolean }).graded;
    expect([
      graded('track: closed'),
      graded('track: open'),
      graded('metric: accuracy', 'track: open'),
      graded('metric: iou', 'track: closed'),
      graded('track: open', 'graded: false'),
    ]).toEqual([false, true, false, true, false]);
  });

  it('on a subset is of a score, or of a lead where it names who is led', () => {
    const subset = ['kind: subset', 'text: T.', 'model: ours', 'subset: { column: a, value: b }'];
    expect(read(...subset)).toMatchObject({ kind: 'subset', asks: 'score', margin: 0.05 });
    expect(read(...subset, 'over: theirs')).toMatchObject({ kind: 'subset', asks: 'lead' });
    expect(() => read(...subset, 'over: theirs', 'margin: 0.1')).toThrow(
      'holds keys of a score and of a lead',
    );
  });

  it('about a score needs one', () => {
    expect(() => read(...score)).toThrow('"claims.c": needs a value or atLeast');
  });

  it('with a misspelt key is told the nearest of its kind, with the line', () => {
    expect(() => read(...gap, 'atleast: 0.1')).toThrow(
      'claims.yaml:10: unknown key "atleast"; did you mean "atLeast"?',
    );
    // Claims of leads have "over", those of scores do not.
    expect(() => read(...score, 'value: 0.5', 'over: theirs')).toThrow(
      /unknown key "over"; known here: kind, text,(?!.*\bover\b)/,
    );
  });

  it('of an unknown kind, or without one, is refused', () => {
    expect(() => read('kind: boast', 'text: T.')).toThrow('claims.yaml:6: "claims.c.kind"');
    expect(() => read('text: T.')).toThrow('"claims.c.kind" is missing');
  });

  it('without a figure names what must hold', () => {
    const words = ['kind: qualitative', 'text: T.'];
    const holds = (requirement: string) => read(...words, `holds: [${requirement}]`);
    expect(holds('{ audit: image-reuse, verdict: pass }')).toMatchObject({ asks: 'conditions' });
    expect(() => holds('{ measure: image-reuse/sharedPatients }')).toThrow(
      'needs atMost or atLeast',
    );
    expect(() => read(...words, 'holds: []')).toThrow('claims.c.holds');
  });
});

describe('the published JSON Schema', () => {
  const file = new URL('../../docs/schema/claims.schema.json', import.meta.url);

  it('is the one that the code checks by', async () => {
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(claimsJsonSchema());
  });

  it('accepts the ledgers of the examples and refuses unknown keys', async () => {
    const validate = new Ajv2020({ strict: false }).compile(
      JSON.parse(await readFile(file, 'utf8')),
    );
    for (const name of ['demo', 'breastgpt']) {
      const ledger = new URL(`../../examples/${name}/claims.yaml`, import.meta.url);
      expect(validate(parse(await readFile(ledger, 'utf8'))) || validate.errors).toBe(true);
    }
    expect(validate(parse(ledgerOf(...score, 'value: 0.5', 'valu: 0.5')))).toBe(false);
  });
});
