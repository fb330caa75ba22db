import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { hashOf } from '../../checkpoint/fingerprint.ts';
import { readSafetensorsHeader } from '../../checkpoint/safetensors.ts';
import { AuditError } from '../../errors.ts';
import { type ConchConfig, parseConchConfig } from './config.ts';

/** The tile encoder of a user. */
export interface TileEncoder {
  /** What files say made their features. */
  readonly name: 'conch-v1.5';
  /** First 16 hex digits of the SHA-256 of the weight file. */
  readonly fingerprint: string;
  readonly config: ConchConfig;
  readonly checkpoint: Checkpoint;
}

const SAFETENSORS = /\.safetensors$/;
const PICKLE = /\.(bin|pt|pth|ckpt)$/;

/**
 * Opens the weights of CONCH v1.5: a safetensors file, or the folder that holds one. The release
 * is a pickle, which can run any code while it is read; it is never opened here.
 *
 * @param cacheFolder Where the hash of the weights is kept, so that they are read once for it.
 * @throws {AuditError} for a file that is missing, damaged, a pickle, or of another model.
 */
export async function openTileEncoder(path: string, cacheFolder: string): Promise<TileEncoder> {
  const file = await weightFile(path);
  const listed = await readSafetensorsHeader(file);
  const checkpoint: Checkpoint = {
    folder: dirname(file),
    tensors: new Map(listed.map((tensor) => [tensor.name, tensor])),
    files: [basename(file)],
    documents: {
      config: undefined,
      generationConfig: undefined,
      tokenizer: undefined,
      tokenizerConfig: undefined,
      preprocessorConfig: undefined,
      chatTemplate: undefined,
    },
  };
  const config = parseConchConfig(checkpoint);
  const sha256 = await hashOf(file, cacheFolder);
  return { name: 'conch-v1.5', fingerprint: sha256.slice(0, 16), config, checkpoint };
}

async function weightFile(path: string): Promise<string> {
  const status = await stat(path).catch((cause: unknown) => {
    throw unusable(
      path,
      'is no file or folder that can be read',
      'give the folder with the safetensors of CONCH v1.5',
      cause,
    );
  });
  if (status.isFile()) {
    if (PICKLE.test(path)) throw pickle(path);
    return path;
  }
  const names = await readdir(path);
  const weights = names.filter((name) => SAFETENSORS.test(name));
  if (weights.length === 1) return join(path, weights[0]!);
  if (weights.length > 1) {
    throw unusable(
      path,
      `holds ${weights.length} safetensors files`,
      'give the one with the tile encoder',
    );
  }
  const pickled = names.find((name) => PICKLE.test(name));
  if (pickled !== undefined) throw pickle(join(path, pickled));
  throw unusable(path, 'holds no safetensors file', 'give the folder with those of CONCH v1.5');
}

/** In one line of Python, which is what the release is for. */
function pickle(path: string): AuditError {
  const target = join(dirname(path), 'model.safetensors');
  const load = `torch.load('${path}', map_location='cpu', weights_only=True)`;
  const save = `save_file({k: v.contiguous() for k, v in ${load}.items()}, '${target}')`;
  return unusable(
    path,
    'is a pickle, which can run code while it is read',
    `convert it once: python -c "import torch; from safetensors.torch import save_file; ${save}"`,
  );
}

function unusable(location: string, problem: string, remedy: string, cause?: unknown): AuditError {
  return new AuditError({ code: 'encoder-unusable', location, problem, remedy, cause });
}
