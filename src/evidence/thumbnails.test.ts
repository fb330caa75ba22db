import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderThumbnails } from './thumbnails.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'thumbnails-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A NIfTI-1 header of an int16 volume with its voxels behind it. */
function nifti(
  dimensions: readonly [number, number, number],
  voxels: readonly number[],
): Uint8Array {
  const view = new DataView(new ArrayBuffer(352 + 2 * voxels.length));
  view.setInt32(0, 348, true);
  view.setInt16(40, 3, true);
  for (const [axis, length] of dimensions.entries()) view.setInt16(42 + 2 * axis, length, true);
  view.setInt16(70, 4, true);
  view.setInt16(72, 16, true);
  view.setFloat32(108, 352, true);
  new Uint8Array(view.buffer).set(new TextEncoder().encode('n+1\0'), 344);
  for (const [index, value] of voxels.entries()) view.setInt16(352 + 2 * index, value, true);
  return new Uint8Array(view.buffer);
}

async function decoded(uri: string | undefined) {
  const bytes = Buffer.from(String(uri).replace('data:image/jpeg;base64,', ''), 'base64');
  const { data, info } = await sharp(bytes).greyscale().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

test('fits the longer side and never enlarges', async () => {
  const wide = join(folder, 'wide.png');
  const small = join(folder, 'small.png');
  const blank = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
  writeFileSync(wide, await blank(400, 200));
  writeFileSync(small, await blank(40, 20));
  const thumbnails = await renderThumbnails(
    new Map([
      ['wide', wide],
      ['small', small],
    ]),
    { sizePx: 100 },
  );
  expect(await decoded(thumbnails.get('wide'))).toMatchObject({ width: 100, height: 50 });
  expect(await decoded(thumbnails.get('small'))).toMatchObject({ width: 40, height: 20 });
});

test('shows the middle slice of a volume', async () => {
  const file = join(folder, 'volume.nii');
  // Three slices of 16 x 16: dark, half dark and half bright, dark.
  const slice = (bright: boolean) =>
    Array.from({ length: 256 }, (_, at) => (bright && at % 16 >= 8 ? 1000 : 0));
  writeFileSync(file, nifti([16, 16, 3], [...slice(false), ...slice(true), ...slice(false)]));
  const { data, width, height } = await decoded(
    (await renderThumbnails(new Map([['v', file]]))).get('v'),
  );
  expect([width, height]).toEqual([16, 16]);
  expect(data[2]).toBeLessThan(20);
  expect(data[13]).toBeGreaterThan(235);
});

test('leaves out what is missing or no picture', async () => {
  const file = join(folder, 'text.png');
  writeFileSync(file, 'not a picture');
  expect(
    (
      await renderThumbnails(
        new Map([
          ['text', file],
          ['gone', join(folder, 'gone.png')],
        ]),
      )
    ).size,
  ).toBe(0);
});
