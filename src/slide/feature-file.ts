import { rename, rm } from 'node:fs/promises';
import type { Dataset } from 'h5wasm/node';
import { attributeOf, floatsOf, requireDataset, unusable, withHdf5 } from '../media/hdf5-file.ts';

/** Upper left corners of tiles, in pixels of the finest level. */
export type TileCorners = readonly (readonly [number, number])[];

/** Who made features, and with what. */
export interface FeatureMark {
  /** "conch-v1.5" */
  readonly encoder: string;
  /** Of the encoder's weights. */
  readonly fingerprint: string;
  /** State of the code that made them. */
  readonly build: string;
  readonly onnxRuntime: string;
}

/** What is written beside features and corners. */
export interface FeatureFacts {
  readonly mark: FeatureMark;
  /** Whether the encoder had passed its check when the file was written. */
  readonly status: 'unverified' | 'verified';
  /** Name of the slide, without its ending. */
  readonly name: string;
  readonly tilePx: number;
  readonly sideLevel0Px: number;
  readonly magnification: number;
  readonly targetMagnification: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The attributes that tell our files from others, on the dataset "features". */
const MARKS = {
  encoder: 'touchstone_encoder',
  fingerprint: 'touchstone_encoder_fingerprint',
  build: 'touchstone_build',
  onnxRuntime: 'touchstone_onnxruntime',
} as const;
/** How Trident calls CONCH v1.5. */
const TRIDENT_ENCODER = 'conch_v15';

/**
 * Writes the features of a slide in the layout of Trident: `features` f32[tiles, featureDim] and
 * `coords` i64[tiles, 2] with its attributes, one row a chunk. The file appears whole or not at all.
 *
 * Trident also notes the folder it wrote to ("savetodir"); that is left out.
 */
export async function writeFeatureFile(
  path: string,
  features: Float32Array,
  corners: TileCorners,
  facts: FeatureFacts,
): Promise<void> {
  const unfinished = `${path}.writing`;
  const tiles = corners.length;
  await withHdf5(unfinished, 'w', (file) => {
    const rows = (name: string, data: Float32Array | BigInt64Array, dtype: string): Dataset => {
      const width = data.length / tiles;
      const shape = [tiles, width];
      const growing = { maxshape: [null, width], chunks: [1, width] };
      return file.create_dataset({ name, data, shape, dtype, ...growing });
    };
    const written = rows('features', features, '<f');
    const marks = Object.entries(MARKS).map(([key, name]) => [
      name,
      facts.mark[key as keyof FeatureMark],
    ]);
    setAttributes(written, {
      name: facts.name,
      encoder: TRIDENT_ENCODER,
      ...Object.fromEntries(marks),
      touchstone_status: facts.status,
    });
    const numbers = BigInt64Array.from(corners.flat(), BigInt);
    setAttributes(rows('coords', numbers, '<q'), {
      patch_size: facts.tilePx,
      patch_size_level0: facts.sideLevel0Px,
      level0_magnification: facts.magnification,
      target_magnification: facts.targetMagnification,
      overlap: 0,
      name: facts.name,
      level0_width: facts.widthPx,
      level0_height: facts.heightPx,
    });
  }).catch(async (error: unknown) => {
    await rm(unfinished, { force: true });
    throw error;
  });
  await rename(unfinished, path);
}

/** As h5py writes them: whole numbers as int64, text as variable-length UTF-8. */
function setAttributes(dataset: Dataset, values: Readonly<Record<string, string | number>>): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') dataset.create_attribute(name, value, [], 'S');
    else dataset.create_attribute(name, BigInt64Array.of(BigInt(value)), [], '<q');
  }
}

/** Features with where their tiles lie. */
export interface FeatureFile {
  /** f32[tiles, featureDim] */
  readonly features: Float32Array;
  readonly corners: TileCorners;
  readonly tilePx: number;
  readonly sideLevel0Px: number;
  /** As the file names it. */
  readonly encoder: string | undefined;
}

/**
 * Reads a file in the layout of Trident.
 *
 * @param featureDim Numbers a tile must have.
 * @throws {AuditError} for a file that is damaged or lacks what is needed to cut the same tiles.
 */
export async function readFeatureFile(path: string, featureDim: number): Promise<FeatureFile> {
  return await withHdf5(path, 'r', (file) => {
    const features = requireDataset(file, 'features');
    const coords = requireDataset(file, 'coords');
    const [tiles, width] = requireShape(path, features);
    if (width !== featureDim) {
      throw unusable(path, `has ${width} features a tile, expected ${featureDim}`);
    }
    const [rows, axes] = requireShape(path, coords);
    if (rows !== tiles || axes !== 2) {
      throw unusable(path, `has coords [${rows}, ${axes}] for ${tiles} tiles`);
    }
    const numbers = Array.from(coords.value as BigInt64Array, Number);
    const tilePx = Number(attributeOf(coords, 'patch_size'));
    const encoder = attributeOf(features, 'encoder');
    return {
      features: floatsOf(features),
      corners: Array.from({ length: tiles }, (_, i) => [numbers[2 * i]!, numbers[2 * i + 1]!]),
      tilePx,
      sideLevel0Px: sideOf(path, coords, tilePx),
      encoder: encoder === undefined ? undefined : String(encoder),
    };
  });
}

/** @returns The two sizes; some tools add a first axis of one. */
function requireShape(path: string, dataset: Dataset): readonly [number, number] {
  const shape = dataset.shape ?? [];
  const [first, second] = shape.length === 3 && shape[0] === 1 ? shape.slice(1) : shape;
  if (first !== undefined && second !== undefined) return [first, second];
  throw unusable(path, `has ${dataset.path} [${shape.join(', ')}], expected two axes`);
}

function sideOf(path: string, coords: Dataset, tilePx: number): number {
  const [side, from, to] = [
    'patch_size_level0',
    'level0_magnification',
    'target_magnification',
  ].map((name) => Number(attributeOf(coords, name)));
  const found = Number.isFinite(side) ? side! : (tilePx * from!) / to!;
  if (tilePx > 0 && found > 0) return found;
  throw unusable(path, 'has coords without patch_size and patch_size_level0');
}

/** How many tiles a file has and whether they bear our mark; undefined for a file made elsewhere. */
export async function readMark(
  path: string,
): Promise<{ readonly tiles: number; readonly mark: FeatureMark | undefined }> {
  return await withHdf5(path, 'r', (file) => {
    const features = requireDataset(file, 'features');
    const [tiles] = requireShape(path, features);
    if (attributeOf(features, MARKS.encoder) === undefined) return { tiles, mark: undefined };
    const values = Object.entries(MARKS).map(([key, name]) => [
      key,
      String(attributeOf(features, name) ?? 'unknown'),
    ]);
    return { tiles, mark: Object.fromEntries(values) as FeatureMark };
  });
}
