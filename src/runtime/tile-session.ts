import type { TileEncoder } from '../model/conch/open-encoder.ts';
import { buildTileEncoder } from '../model/conch/tile-encoder.ts';
import { createSession, type Session } from './session.ts';
import { followLinks } from './weights-folder.ts';

/** Encodes tiles. */
export class TileSession {
  readonly #session: Session;
  readonly #encoder: TileEncoder;

  private constructor(session: Session, encoder: TileEncoder) {
    this.#session = session;
    this.#encoder = encoder;
  }

  /**
   * Loads the encoder; its weights take the memory of float32.
   *
   * @param threads inside one operation; default one per core.
   * @throws {AuditError} if a tensor does not fit or ONNX Runtime can not be loaded.
   */
  static async open(encoder: TileEncoder, threads?: number): Promise<TileSession> {
    const checkpoint = await followLinks(encoder.checkpoint);
    const session = await createSession(buildTileEncoder(encoder.config, checkpoint), {
      weightsFolder: checkpoint.folder,
      ...(threads === undefined ? {} : { threads }),
    });
    return new TileSession(session, encoder);
  }

  /**
   * @param tiles each f32[gridSize^2, 3 * patchSize^2], see `tilePatches`.
   * @returns f32[tiles, featureDim]
   */
  async encode(tiles: readonly Float32Array[]): Promise<Float32Array> {
    const { patchSize, gridSize } = this.#encoder.config;
    const perTile = gridSize ** 2 * 3 * patchSize ** 2;
    const data = new Float32Array(tiles.length * perTile);
    for (const [i, tile] of tiles.entries()) data.set(tile, i * perTile);
    const shape = [tiles.length * gridSize ** 2, 3 * patchSize ** 2];
    const { features } = await this.#session.run({ patches: { data, shape } });
    return features!.data as Float32Array;
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}
