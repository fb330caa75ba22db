import { realpath } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Checkpoint, CheckpointTensor } from '../checkpoint/checkpoint.ts';
import { AuditError } from '../errors.ts';

/**
 * The checkpoint with its weight files where they really lie. In a Hugging Face cache
 * every shard is a link to a blob in another folder, which ONNX Runtime refuses to follow.
 *
 * @throws {AuditError} if the files really lie in different folders.
 */
export async function followLinks(checkpoint: Checkpoint): Promise<Checkpoint> {
  const paths = await Promise.all(
    checkpoint.files.map((file) => realpath(join(checkpoint.folder, file))),
  );
  const folder = dirname(paths[0]!);
  const stray = paths.find((path) => dirname(path) !== folder);
  if (stray !== undefined) {
    throw new AuditError({
      code: 'weights-scattered',
      location: checkpoint.folder,
      problem: `has weight files in ${folder} and in ${dirname(stray)}`,
      remedy: 'put all *.safetensors files, or the files they link to, into one folder',
    });
  }
  const realName = new Map(checkpoint.files.map((file, i) => [file, basename(paths[i]!)]));
  const tensors = new Map<string, CheckpointTensor>();
  for (const [name, tensor] of checkpoint.tensors) {
    tensors.set(name, { ...tensor, file: realName.get(tensor.file)! });
  }
  return { ...checkpoint, folder, files: [...realName.values()], tensors };
}
