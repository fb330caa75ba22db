import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mineTemplates } from './mine-templates.ts';

const words = (text: string) => text.split(' ');

describe('mineTemplates', () => {
  it('turns the positions that differ into slots', () => {
    const texts = [
      'is there a mass in the breast',
      'is there a cyst in the breast',
      'is there a mass in the lung',
      'what modality is this',
    ];
    expect(mineTemplates(texts.map(words))).toEqual([
      { shape: words('is there a <*> in the <*>'), members: [0, 1, 2] },
      { shape: words('what modality is this'), members: [3] },
    ]);
  });

  it('keeps texts of other lengths or leading words apart', () => {
    const texts = ['is there a mass', 'is there a big mass', 'was there a mass'];
    expect(mineTemplates(texts.map(words))).toHaveLength(3);
  });

  it('takes equal texts together and leaves empty ones out', () => {
    expect(mineTemplates([['why'], [], ['why']])).toEqual([{ shape: ['why'], members: [0, 2] }]);
  });

  it('lets words past the hundredth share a branch, so that a free first word ends in one template', () => {
    const texts = Array.from({ length: 300 }, (_, index) => [`w${index}`, 'b', 'c', 'd', 'e', 'f']);
    const shared = mineTemplates(texts).filter(({ members }) => members.length > 1);
    expect(shared).toHaveLength(1);
    expect(shared[0]?.shape).toEqual(['<*>', 'b', 'c', 'd', 'e', 'f']);
    expect(shared[0]?.members).toHaveLength(200);
  });

  it('finds the same templates whatever the order of texts', () => {
    const word = fc.constantFrom('is', 'a', 'the', 'mass', 'cyst', 'lung', '<side>');
    const corpus = fc.array(fc.array(word, { minLength: 1, maxLength: 6 }), { maxLength: 30 });
    fc.assert(
      fc.property(corpus, (texts) => {
        const patterns = (all: string[][]) =>
          mineTemplates(all).map(({ shape }) => shape.join(' '));
        expect(patterns([...texts].reverse())).toEqual(patterns(texts));
      }),
    );
  });

  it('covers each text by exactly one template that fits it', () => {
    const word = fc.constantFrom('is', 'a', 'the', 'mass', 'cyst', 'lung');
    const corpus = fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { maxLength: 30 });
    fc.assert(
      fc.property(corpus, (texts) => {
        const templates = mineTemplates(texts);
        const covered = templates.flatMap(({ members }) => members).sort((a, b) => a - b);
        expect(covered).toEqual(texts.map((_, index) => index));
        for (const { shape, members } of templates) {
          for (const member of members) {
            const text = texts[member]!;
            expect(shape.map((each, at) => (each === '<*>' ? text[at] : each))).toEqual(text);
          }
        }
      }),
    );
  });
});
