import { describe, expect, it } from 'vitest';
import { micronsPerPixel, nominalMagnification } from './microns-per-pixel.ts';

const aperio = 'Aperio Image Library v11.2.1\r\n46000x32914 [0,100 46000x32814] J2K/YUV16 Q=70';
const none = { imageDescription: undefined, resolution: undefined, resolutionUnit: undefined };

describe('micronsPerPixel', () => {
  it('takes MPP, then the resolution, then the magnification of the objective', () => {
    const imageDescription = `${aperio}|AppMag = 20|StripeWidth = 2040|MPP = 0.4990|Left = 25`;
    const resolution = { resolution: 40_000, resolutionUnit: 3 };
    expect(micronsPerPixel({ ...none, imageDescription, ...resolution })).toBe(0.499);
    const objective = `${aperio}|AppMag = 40|Left = 25`;
    expect(micronsPerPixel({ imageDescription: objective, ...resolution })).toBe(0.25);
    expect(micronsPerPixel({ ...none, imageDescription: objective })).toBe(0.25);
  });

  it('reads pixels an inch and a centimetre, and no other unit', () => {
    expect(micronsPerPixel({ ...none, resolution: 50_800, resolutionUnit: 2 })).toBe(0.5);
    expect(micronsPerPixel({ ...none, resolution: 20_000, resolutionUnit: 3 })).toBe(0.5);
    expect(micronsPerPixel({ ...none, resolution: 20_000, resolutionUnit: 1 })).toBeUndefined();
  });

  it('does not take the resolution that programs write who know none', () => {
    for (const resolution of [1, 25.4, 72, 300]) {
      expect(micronsPerPixel({ ...none, resolution, resolutionUnit: 2 })).toBeUndefined();
    }
    expect(micronsPerPixel(none)).toBeUndefined();
    expect(micronsPerPixel({ ...none, imageDescription: '|MPP = ?|AppMag = 0' })).toBeUndefined();
  });
});

describe('nominalMagnification', () => {
  it('calls a scale by the magnification next to it, as Trident does', () => {
    const scales = [0.125, 0.18, 0.2325, 0.25, 0.2527, 0.4942, 0.5, 0.5999, 0.6, 1, 2, 3];
    expect(scales.map(nominalMagnification)).toEqual([
      80, 60, 40, 40, 40, 20, 20, 20, 10, 10, 5, 0,
    ]);
  });
});
