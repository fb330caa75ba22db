import sharp, { type Sharp } from 'sharp';
import type { CopyKind, Cut } from './pictures.ts';
import { cutGrey, type GreyPicture, type Sources, sliceOf } from './sources.ts';

const longestSidePx = 192;

/** Draws an original as a PNG: colour with a palette of 128, grey windowed to 8 bits. */
export async function drawPicture(sources: Sources, cut: Cut): Promise<Buffer> {
  switch (cut.from) {
    case 'retina':
      return palettePng(sharp(sources.retina).extract(cut.region).resize(150, 150));
    case 'histology':
      return palettePng(sharp(sources.histology).extract(cut.region));
    case 'microaneurysms':
      return greyPng(sharp(sources.microaneurysms).resize(153, 153));
    case 'ct':
      return greyPng(window(cutGrey(sources.ct, cut.region)));
    case 'mr':
      return greyPng(window(sources.mr));
    case 'brain':
      return greyPng(window(sliceOf(sources.brain, cut.plane, cut.slice)));
  }
}

/** Applies what a planted copy does to its original's file. */
export async function drawCopy(original: Buffer, kind: CopyKind): Promise<Buffer> {
  const { width, height } = await sharp(original).metadata();
  switch (kind) {
    case 'bytes':
      return original;
    case 'repacked':
      return sharp(original).png({ palette: false, compressionLevel: 9 }).toBuffer();
    case 'jpeg':
      return sharp(original).jpeg({ quality: 75 }).toBuffer();
    case 'resized':
      return palettePng(sharp(original).resize(Math.round(width * 0.75)));
    case 'cropped': {
      // 92% of either side keeps 85% of the area; off-centre, as a hand would crop.
      const [kept, keptHeight] = [Math.round(width * 0.92), Math.round(height * 0.92)];
      const region = { left: width - kept - 2, top: 3, width: kept, height: keptHeight };
      return palettePng(sharp(original).extract(region));
    }
    case 'flipped-horizontally':
      return greyPng(sharp(original).flop());
    case 'rotated-90':
      return greyPng(sharp(original).rotate(90));
  }
}

function palettePng(picture: Sharp): Promise<Buffer> {
  return picture.png({ palette: true, colours: 128, dither: 0, compressionLevel: 9 }).toBuffer();
}

function greyPng(picture: Sharp): Promise<Buffer> {
  return picture.toColourspace('b-w').png({ compressionLevel: 9 }).toBuffer();
}

/** Maps the 1st to 99.5th percentile to 0 … 255 and enlarges small matrices by a whole factor. */
function window({ width, height, values }: GreyPicture): Sharp {
  const sorted = values.toSorted();
  const low = sorted[Math.floor(0.01 * (sorted.length - 1))] as number;
  const high = sorted[Math.floor(0.995 * (sorted.length - 1))] as number;
  const grey = Uint8Array.from(values, (value) =>
    Math.round(255 * Math.min(1, Math.max(0, (value - low) / (high - low)))),
  );
  const factor = Math.max(1, Math.floor(longestSidePx / Math.max(width, height)));
  return sharp(grey, { raw: { width, height, channels: 1 } }).resize(
    width * factor,
    height * factor,
    { kernel: 'cubic' },
  );
}
