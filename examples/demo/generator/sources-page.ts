import {
  type Cut,
  type Picture,
  type PlantedCopy,
  pictures,
  testCopy,
  trainCopies,
} from './pictures.ts';
import { phantom, slide } from './slide-and-volume.ts';

const origins = {
  retina: ['retina.jpg', 'CC0 1.0'],
  microaneurysms: ['microaneurysms.png', 'CC0'],
  histology: ['ihc.png', 'no known copyright restrictions'],
  ct: ['CT_small.dcm', 'MIT'],
  mr: ['MR_small.dcm', 'MIT'],
  brain: ['anatomical.nii', 'MIT'],
} as const;

/** `SOURCES.md`: source, region, treatment and licence of every picture. */
export function sourcesPage(introduction: string): string {
  const rows = [
    ...pictures.map(originalRow),
    ...[...trainCopies, testCopy].map(copyRow),
    `| ${slide.path} | the generator | ${slide.tiles} tiles of ${slide.featureDim} random features | Apache-2.0 |`,
    `| ${phantom.path} | the generator | phantom of ${phantom.size.join(' x ')} voxels | Apache-2.0 |`,
  ].sort((left, right) => (left < right ? -1 : 1));
  return `${introduction.trimEnd()}

## File by file

| file under images/ | source | region (pixels of the source, or slice) | licence |
|---|---|---|---|
${rows.join('\n')}
`;
}

function originalRow({ path, cut }: Picture): string {
  const [file, licence] = origins[cut.from];
  return `| ${path} | ${file} | ${regionOf(cut)} | ${licence} |`;
}

function copyRow({ path, original, kind }: PlantedCopy): string {
  const source = pictures.find((picture) => picture.path === original) as Picture;
  const [file, licence] = origins[source.cut.from];
  return `| ${path} | ${file} | planted copy of ${original}: ${kind} | ${licence} |`;
}

function regionOf(cut: Cut): string {
  if ('region' in cut) {
    const { left, top, width, height } = cut.region;
    return `${width} x ${height} at (${left}, ${top})`;
  }
  return 'slice' in cut ? `${cut.plane} slice ${cut.slice}` : 'whole';
}
