import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseText, tokenise } from './normalise-text.ts';

describe('normaliseText', () => {
  it.each([
    ['X-ray, Chest', 'xray chest'],
    ['  Yes. ', 'yes'],
    ['ＣＴ　scan', 'ct scan'],
    ["Crohn's disease", 'crohns disease'],
    ['', ''],
    ['…!?', ''],
    ['胸部、X光。', '胸部x光'],
  ])('folds case, width and punctuation of %j', (text, normalised) => {
    expect(normaliseText(text)).toBe(normalised);
  });

  it.each([
    ['1.5 cm.', '1.5 cm'],
    ['-50 HU', '-50 hu'],
    ['\u221250 HU', '-50 hu'],
    ['2–3', '2-3'],
    ['(5)', '5'],
    ['T-2', 't2'],
    ['<5', '<5'],
  ])('keeps what belongs to a number in %j', (text, normalised) => {
    expect(normaliseText(text)).toBe(normalised);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = normaliseText(text);
        expect(normaliseText(once)).toBe(once);
      }),
    );
  });
});

describe('tokenise', () => {
  it('takes Chinese and Japanese script by character', () => {
    expect(tokenise('CT 显示结节 5mm')).toEqual(['ct', '显', '示', '结', '节', '5mm']);
  });

  it('finds nothing in a text without words', () => {
    expect(tokenise(' ?! ')).toEqual([]);
  });
});
