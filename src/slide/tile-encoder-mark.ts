import type { TileEncoder } from '../model/conch/open-encoder.ts';
import { buildHash } from '../parity/build-hash.ts';
import { runtimeFacts } from '../runtime/session.ts';
import type { FeatureMark } from './feature-file.ts';

/** The folders whose code decides what a tile's features are. */
const ENCODER_CODE = ['checkpoint', 'onnx', 'model', 'runtime', 'slide'];

/** What features of this encoder are marked with. @throws {AuditError} without ONNX Runtime. */
export async function tileEncoderMark(encoder: TileEncoder): Promise<FeatureMark> {
  const { version: onnxRuntime } = await runtimeFacts();
  const build = await buildHash(ENCODER_CODE);
  return { encoder: encoder.name, fingerprint: encoder.fingerprint, build, onnxRuntime };
}
