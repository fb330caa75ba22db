import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditRun } from '../audit/audit-run.ts';
import { AuditError } from '../errors.ts';
import { signatureFile } from '../manifest/manifest.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { checkSignature, type SignatureCheck } from '../manifest/signature.ts';
import {
  type Change,
  type CheckOptions,
  checkAgreement,
  checkInputs,
  checkMedia,
  checkOutputs,
} from '../manifest/verify-manifest.ts';
import { readRun } from './read-run.ts';
import { renderRunFiles, toolFacts } from './run-folder.ts';

/** What `audit verify` found. */
export interface Verification {
  readonly unchanged: boolean;
  readonly changes: readonly Change[];
  /** What could not be looked at, and why. */
  readonly unchecked: readonly string[];
  readonly compared: { readonly outputs: number; readonly inputs: number; readonly media: number };
  readonly signature: SignatureCheck;
  /** The version that made the run and this one. */
  readonly tool: { readonly made: string; readonly here: string };
}

/** Options of `verifyRun`. */
export interface VerifyOptions extends CheckOptions {
  /** Absolute path of the public key that the manifest must be signed with. */
  readonly publicKey?: string;
}

/**
 * `audit verify`: compares a run with its manifest, its inputs with what they were, and its reports
 * with what its result gives.
 *
 * @param path Absolute: a run's folder, its result.json or `latest`.
 * @throws {AuditError} if there is no run or manifest, or the key can't be used.
 */
export async function verifyRun(path: string, options: VerifyOptions = {}): Promise<Verification> {
  const folder = await folderOf(path);
  const { manifest, bytes } = await readManifest(folder);
  const outputs = await checkOutputs(folder, manifest);
  const inputs = await checkInputs(folder, manifest, options);
  const media = await checkMedia(folder, manifest, options);
  const result = await checkResult(folder, path);
  const agreement = result.run ? await checkAgreement(folder, manifest, result.run) : [];
  const signature = await signatureOf(folder, bytes, options.publicKey);
  const changes = [
    ...outputs.changes,
    ...result.changes,
    ...agreement,
    ...inputs.changes,
    ...media.changes,
    ...signatureChange(signature, options.publicKey),
  ];
  const here = (await toolFacts()).version;
  return {
    unchanged: changes.length === 0,
    changes,
    unchecked: [
      ...inputs.unchecked,
      ...media.unchecked,
      ...(result.underived === undefined ? [] : [result.underived]),
    ],
    compared: {
      outputs: outputs.compared,
      inputs: inputs.compared,
      media: media.compared,
    },
    signature,
    tool: { made: manifest.tool.version, here },
  };
}

async function folderOf(path: string): Promise<string> {
  try {
    return (await readRun(path)).folder;
  } catch (error) {
    // An edited result.json that no longer reads is a finding, not the end: its folder is known.
    if (error instanceof AuditError && error.code === 'run-unusable')
      return join(error.location, '..');
    throw error;
  }
}

/** Whether the reports beside result.json are what it gives; `underived` says why that can't be told. */
async function checkResult(
  folder: string,
  path: string,
): Promise<{
  readonly run?: AuditRun;
  readonly changes: readonly Change[];
  readonly underived?: string;
}> {
  let run: AuditRun;
  try {
    run = (await readRun(path)).run;
  } catch (error) {
    const detail = error instanceof AuditError ? error.problem : String(error);
    const file = 'result.json';
    return {
      changes: [{ part: 'result', kind: 'changed', file, detail: `It ${detail}.` }],
    };
  }
  const { version } = await toolFacts();
  if (version !== run.tool.version)
    return {
      run,
      changes: [],
      underived: `Whether report.html follows from result.json: version ${run.tool.version} made it, this is ${version}.`,
    };
  const changes: Change[] = [];
  for (const [file, text] of await renderRunFiles(run, folder)) {
    const there = await readFile(join(folder, file), 'utf8').catch(() => undefined);
    if (there === undefined || there === text) continue;
    const detail =
      file === 'result.json'
        ? 'It is not written as this version writes it: it was edited.'
        : 'It does not follow from result.json: one of the two was edited.';
    changes.push({ part: 'result', kind: 'contradicts', file, detail });
  }
  return { run, changes };
}

async function signatureOf(
  folder: string,
  bytes: Uint8Array,
  publicKey: string | undefined,
): Promise<SignatureCheck> {
  const text = await readFile(join(folder, signatureFile), 'utf8').catch(() => undefined);
  if (publicKey === undefined) return checkSignature(bytes, text, undefined);
  return checkSignature(bytes, text, {
    pem: await readKeyFile(publicKey),
    location: publicKey,
  });
}

/** A key's text. @throws {AuditError} if the file can't be read. */
export async function readKeyFile(file: string): Promise<string> {
  return await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AuditError({
      code: 'key-missing',
      location: file,
      problem: 'the key can not be read',
      remedy: 'check the path, or make a pair with audit keygen',
      cause,
    });
  });
}

/** A signature that is wrong always counts; one that is missing where it is asked for. */
function signatureChange(signature: SignatureCheck, publicKey: string | undefined): Change[] {
  if (signature.status === 'valid' || signature.status === 'unchecked') return [];
  if (signature.status === 'absent' && publicKey === undefined) return [];
  const kind = signature.status === 'absent' ? 'missing' : 'changed';
  return [{ part: 'signature', kind, file: signatureFile, detail: signature.reason }];
}

/** What people read of a verification. */
export function renderVerification(found: Verification): string {
  const { changes, unchecked, compared, signature, tool } = found;
  const lines = [
    ...changes.map(
      ({ kind, part, file, detail }) =>
        `${kind.toUpperCase().padEnd(11)} ${part.padEnd(9)} ${file}: ${detail}`,
    ),
    ...unchecked.map((text) => `NOT CHECKED ${text}`),
    ...(changes.length + unchecked.length > 0 ? [''] : []),
    `Compared: ${compared.outputs} files of the run, ${compared.inputs} inputs, ${compared.media} media.`,
    `Signature: ${signatureText(signature)}`,
    ...(tool.made === tool.here ? [] : [`Made by version ${tool.made}; this is ${tool.here}.`]),
    found.unchanged
      ? 'UNCHANGED: everything that was compared is as it was.'
      : `CHANGED: ${changes.length} ${changes.length === 1 ? 'difference' : 'differences'}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function signatureText(check: SignatureCheck): string {
  switch (check.status) {
    case 'valid':
      return `valid, key ${check.keyId}.`;
    case 'unchecked':
      return `by key ${check.keyId}, not checked. ${check.reason}`;
    case 'absent':
      return 'none.';
    case 'invalid':
      return `invalid. ${check.reason}`;
  }
}
