import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AuditError } from '../errors.ts';
import { checkOutputs } from '../manifest/check-outputs.ts';
import { signatureFile } from '../manifest/manifest.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { makeKeyPair, signManifest } from '../manifest/signature.ts';
import { runFolderOf } from './read-run.ts';
import { readKeyFile } from './verify.ts';

/**
 * `audit sign`: writes manifest.sig into a run's folder.
 *
 * @returns The id of the key.
 * @throws {AuditError} if there is no manifest, the run's files are not those that it names, or the
 *   key can't be used.
 */
export async function signRun(
  run: string,
  keyFile: string,
  passphrase: string | undefined,
): Promise<string> {
  const folder = await runFolderOf(run);
  const { manifest, bytes } = await readManifest(folder);
  const [change] = (await checkOutputs(folder, manifest)).changes;
  if (change !== undefined) throw isAnother(join(folder, change.file), change.kind);
  const signature = signManifest(bytes, await readKeyFile(keyFile), {
    location: keyFile,
    ...(passphrase !== undefined && { passphrase }),
  });
  await writeFile(join(folder, signatureFile), `${JSON.stringify(signature, null, 2)}\n`);
  return signature.keyId;
}

/**
 * `audit keygen`: a private key that only its owner can read, and the public one beside it.
 *
 * @throws {AuditError} if one of the files is there.
 */
export async function writeKeyPair(
  file: string,
  passphrase: string | undefined,
): Promise<{ readonly publicKeyFile: string; readonly keyId: string }> {
  const publicKeyFile = file.replace(/(\.pem)?$/, '.pub.pem');
  for (const path of [file, publicKeyFile]) {
    if (await stat(path).catch(() => undefined)) throw isThere(path);
  }
  const pair = makeKeyPair(passphrase);
  // A file that has come since would lose somebody's key: 'wx' refuses.
  await writeFile(file, pair.privateKey, { mode: 0o600, flag: 'wx' });
  await writeFile(publicKeyFile, pair.publicKey, { flag: 'wx' });
  return { publicKeyFile, keyId: pair.keyId };
}

/** Nobody is to vouch for a run that was edited without seeing it. */
function isAnother(location: string, kind: string): AuditError {
  return new AuditError({
    code: 'run-changed',
    location,
    problem: `is ${kind} since the run was written`,
    remedy: 'audit verify says what differs; run the audit again, then sign',
  });
}

function isThere(path: string): AuditError {
  return new AuditError({
    code: 'key-exists',
    location: path,
    problem: 'is there already',
    remedy: 'name another file: keys are never overwritten',
  });
}
