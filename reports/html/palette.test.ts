import { describe, expect, test } from 'vitest';
import { darkPalette, heatSteps, lightPalette, type Palette } from './palette.ts';

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

test('contrast is WCAG: black on white is 21, #767676 on white is 4.54', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

const text = ['ink', 'muted', 'accent', 'pass', 'fail', 'doubt', 'none'] as const;
const grounds = ['paper', 'surface', 'sunken'] as const;
const tinted = [
  ['pass', 'passTint'],
  ['fail', 'failTint'],
  ['doubt', 'doubtTint'],
  ['none', 'noneTint'],
] as const;
const bars = ['barAll', 'barClean', 'barText', 'barRemainder', 'barNegative'] as const;

describe.each<[string, Palette]>([
  ['light', lightPalette],
  ['dark', darkPalette],
])('the %s palette', (_, palette) => {
  test.each(text.flatMap((colour) => grounds.map((ground) => [colour, ground] as const)))(
    'reads %s on %s at 4.5:1 or more',
    (colour, ground) => {
      expect(contrast(palette[colour], palette[ground])).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each(tinted)('reads %s and ink on %s at 4.5:1 or more', (colour, tint) => {
    expect(contrast(palette[colour], palette[tint])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.ink, palette[tint])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(bars)('tells %s from the surface and from the whisker at 3:1 or more', (bar) => {
    expect(contrast(palette[bar], palette.surface)).toBeGreaterThanOrEqual(3);
    expect(contrast(palette[bar], palette.ink)).toBeGreaterThanOrEqual(3);
  });

  test.each(['heat', 'diverging'] as const)(
    'reads ink on every %s ground at 4.5:1 or more, and its grounds run one way from pale to strong',
    (ramp) => {
      const colours = palette[ramp];
      expect(colours).toHaveLength(heatSteps);
      for (const colour of colours) {
        expect(contrast(palette.ink, colour), colour).toBeGreaterThanOrEqual(4.5);
      }
      const middle = ramp === 'heat' ? 0 : (heatSteps - 1) / 2;
      const strength = colours.map((colour) => contrast(palette.ink, colour));
      const arms = [strength.slice(middle), strength.slice(0, middle + 1).reverse()];
      for (const arm of arms) expect(arm).toEqual([...arm].sort((a, b) => b - a));
    },
  );

  test('draws every model and every control at 3:1 or more on the surface', () => {
    for (const colour of [...palette.series, palette.control]) {
      expect(contrast(colour, palette.surface), colour).toBeGreaterThanOrEqual(3);
    }
  });
});
