import { tilePatches } from '../model/conch/tile-processor.ts';
import type { ProgressTask } from '../progress.ts';
import type { TileSession } from '../runtime/tile-session.ts';
import type { TileCorners } from './feature-file.ts';
import { readRegion } from './read-region.ts';
import type { SlideImage } from './slide-image.ts';
import type { TileCut } from './tile-grid.ts';

/** What tiles are encoded with. */
export interface EncodeTilesOptions {
  readonly session: TileSession;
  /** Side of a patch of the encoder. */
  readonly patchSize: number;
  /** Tiles at once. */
  readonly batchSize: number;
  readonly task: ProgressTask;
  /** Stops after the batch under way. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads tiles and encodes them, batch by batch: memory holds one batch, however large the slide.
 *
 * @yields f32[tiles of the batch, featureDim]
 * @throws {AuditError} for tiles that can not be decoded.
 */
export async function* encodeTiles(
  slide: SlideImage,
  cut: TileCut,
  corners: TileCorners,
  { session, patchSize, batchSize, task, signal }: EncodeTilesOptions,
): AsyncGenerator<Float32Array> {
  for (let start = 0; start < corners.length; start += batchSize) {
    if (signal?.aborted) return;
    const batch = corners.slice(start, start + batchSize);
    const tiles = await Promise.all(
      batch.map(async ([x, y]) => {
        const region = { level: cut.level, x, y, sidePx: cut.sideLevelPx };
        return tilePatches(await readRegion(slide, region), cut.tilePx, patchSize);
      }),
    );
    yield await session.encode(tiles);
    task.advance(batch.length);
  }
}
