import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditRun } from '../audit/audit-run.ts';
import { AuditError } from '../errors.ts';
import type { Change, Checked, CheckOptions } from '../manifest/change.ts';
import { checkAgreement } from '../manifest/check-agreement.ts';
import { checkCheckpoints } from '../manifest/check-checkpoints.ts';
import { checkInputs } from '../manifest/check-inputs.ts';
import { checkMedia } from '../manifest/check-media.ts';
import { checkOutputs } from '../manifest/check-outputs.ts';
import { signatureFile } from '../manifest/manifest.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { checkSignature, type SignatureCheck } from '../manifest/signature.ts';
import { defaultCacheFolder } from '../runtime/cache-folder.ts';
import { readRun, runFolderOf } from './read-run.ts';
import { renderRunFiles } from './run-folder.ts';
import { toolFacts } from './tool-facts.ts';

/** What `audit verify` found. */
export interface Verification {
  readonly unchanged: boolean;
  readonly changes: readonly Change[];
  /** What could not be looked at, and why. */
  readonly unchecked: readonly string[];
  /** Files that were compared. */
  readonly compared: Readonly<Record<'outputs' | 'inputs' | 'media' | 'checkpoints', number>>;
  readonly signature: SignatureCheck;
  /** The version that made the run and this one. */
  readonly tool: { readonly made: string; readonly here: string };
}

/** Options of `verifyRun`. */
export interface VerifyOptions extends CheckOptions {
  /** Absolute path of the public key that the manifest must be signed with. */
  readonly publicKey?: string;
  /** Where hashes of weights are kept; default ~/.cache/touchstone. */
  readonly modelCacheFolder?: string;
}

/**
 * `audit verify`: compares a run with its manifest, its inputs with what they were, and its reports
 * with what its result gives.
 *
 * @param path Absolute: a run's folder, its result.json or `latest`.
 * @throws {AuditError} if there is no run or manifest, or the key can't be used.
 */
export async function verifyRun(path: string, options: VerifyOptions = {}): Promise<Verification> {
  const { publicKey, modelCacheFolder = defaultCacheFolder(), ...checks } = options;
  const folder = await runFolderOf(path);
  const { manifest, bytes } = await readManifest(folder);
  // First: a key that can't be used is told before files are read for minutes.
  const signature = await signatureOf(folder, bytes, publicKey);
  const outputs = await checkOutputs(folder, manifest);
  const { run, ...result } = await checkResult(folder);
  const inputs = await checkInputs(folder, manifest, checks);
  const media = await checkMedia(folder, manifest, checks);
  const checkpoints = await checkCheckpoints(folder, manifest, { ...checks, modelCacheFolder });
  const changes = [
    ...outputs.changes,
    ...result.changes,
    ...(run ? await checkAgreement(folder, manifest, run) : []),
    ...[inputs, media, checkpoints].flatMap((one) => one.changes),
    ...signatureChange(signature, publicKey),
  ];
  return {
    unchanged: changes.length === 0,
    changes,
    unchecked: [inputs, media, checkpoints, result].flatMap((one) => one.unchecked),
    compared: {
      outputs: outputs.compared,
      inputs: inputs.compared,
      media: media.compared,
      checkpoints: checkpoints.compared,
    },
    signature,
    tool: { made: manifest.tool.version, here: (await toolFacts()).version },
  };
}

/** Whether the reports beside result.json are what it gives. */
async function checkResult(
  folder: string,
): Promise<Pick<Checked, 'changes' | 'unchecked'> & { readonly run?: AuditRun }> {
  let run: AuditRun;
  try {
    run = (await readRun(folder)).run;
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    // That it is gone is told of the folder's files.
    if (error.code === 'run-missing') return { changes: [], unchecked: [] };
    const detail = `It ${error.problem}.`;
    return {
      changes: [{ part: 'result', kind: 'changed', file: 'result.json', detail }],
      unchecked: [],
    };
  }
  const underived = (why: string): Pick<Checked, 'changes' | 'unchecked'> => ({
    changes: [],
    unchecked: [`Whether report.html and findings.jsonl follow from result.json: ${why}.`],
  });
  const { version } = await toolFacts();
  if (version !== run.tool.version)
    return { run, ...underived(`version ${run.tool.version} made it, this is ${version}`) };
  let files: ReadonlyMap<string, string>;
  try {
    files = await renderRunFiles(run, folder);
  } catch (error) {
    // No run gives a result or pictures that can't be shown: that they were edited is told above.
    const [reason] = String((error as Error).message).split('\n');
    return { run, ...underived(`the report can't be made again (${reason})`) };
  }
  return { run, changes: await differing(folder, files), unchecked: [] };
}

async function differing(
  folder: string,
  files: ReadonlyMap<string, string>,
): Promise<readonly Change[]> {
  const changes: Change[] = [];
  for (const [file, text] of files) {
    const there = await readFile(join(folder, file), 'utf8').catch(() => undefined);
    if (there === undefined || there === text) continue;
    const detail =
      file === 'result.json'
        ? 'It is not written as this version writes it: it was edited.'
        : 'It does not follow from result.json: one of the two was edited.';
    changes.push({ part: 'result', kind: 'contradicts', file, detail });
  }
  return changes;
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
        `${kind.toUpperCase().padEnd(11)} ${part.padEnd(10)} ${file}: ${detail}`,
    ),
    ...unchecked.map((text) => `NOT CHECKED ${text}`),
    ...(changes.length + unchecked.length > 0 ? [''] : []),
    `Compared: ${comparedText(compared)}.`,
    `Signature: ${signatureText(signature)}`,
    ...(tool.made === tool.here ? [] : [`Made by version ${tool.made}; this is ${tool.here}.`]),
    found.unchanged
      ? 'UNCHANGED: everything that was compared is as it was.'
      : `CHANGED: ${changes.length} ${changes.length === 1 ? 'difference' : 'differences'}.`,
  ];
  return `${lines.join('\n')}\n`;
}

function comparedText({ outputs, inputs, media, checkpoints }: Verification['compared']): string {
  const weights = checkpoints === 0 ? '' : `, ${checkpoints} files of checkpoints`;
  return `${outputs} files of the run, ${inputs} inputs, ${media} media${weights}`;
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
