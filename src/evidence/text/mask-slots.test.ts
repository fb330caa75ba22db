import { describe, expect, it } from 'vitest';
import { isSlot, maskSlots } from './mask-slots.ts';

const shapes = (text: string) => maskSlots(text).map((token) => token.shape);

describe('maskSlots', () => {
  it.each([
    ['Is the left mass 3.5 cm?', ['is', 'the', '<side>', 'mass', '<size>']],
    ['a 12 x 13 mm cyst', ['a', '<size>', 'cyst']],
    ['BI-RADS 4a, or BIRADS category: 3?', ['<bi-rads>', 'or', '<bi-rads>']],
    ['at [10, 20.5, 30, 40] and <bbox>', ['at', '<box>', 'and', '<box>']],
    ['the word “spiculated” here', ['the', 'word', '<quote>', 'here']],
    ['3 lesions at -50 HU', ['<number>', 'lesions', 'at', '<size>']],
    ['a T2 weighted image', ['a', 't2', 'weighted', 'image']],
    ['Where is/are the lung?', ['where', 'is', 'are', 'the', 'lung']],
    ['copyright', ['copyright']],
    ['左侧肺有5mm结节吗？', ['<side>', '肺', '有', '<size>', '结', '节', '吗']],
    ['', []],
  ])('masks %j', (text, expected) => {
    expect(shapes(text)).toEqual(expected);
  });

  it('keeps what stood in the slot', () => {
    expect(maskSlots('Size: 3.5 CM')).toEqual([
      { shape: 'size', text: 'size' },
      { shape: '<size>', text: '3.5 cm' },
    ]);
  });
});

describe('isSlot', () => {
  it('does not take a tag in the text for a slot', () => {
    expect([isSlot('<*>'), isSlot('<size>'), isSlot('<script>'), isSlot('mass')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
