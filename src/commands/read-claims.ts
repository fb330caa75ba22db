import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { InputFile } from '../benchmark/benchmark.ts';
import type { ClaimsLedger } from '../claims/ledger.ts';
import { readLedger } from '../claims/read-ledger.ts';
import { AuditError } from '../errors.ts';

/** A claims file, read and fingerprinted. */
export interface ReadClaims {
  readonly ledger: ClaimsLedger;
  readonly input: InputFile;
}

/**
 * Reads what a config's `claims` or `audit claims check` names.
 *
 * @param file Absolute.
 * @param path As the result names it; default: the file's name.
 * @throws {AuditError} for a file that can't be read or is no claims file.
 */
export async function readClaims(file: string, path: string = basename(file)): Promise<ReadClaims> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AuditError({
      code: 'file-missing',
      location: path,
      problem: 'the claims file cannot be read',
      remedy: 'check its path',
      cause,
    });
  }
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { ledger: readLedger(path, text), input: { path, sha256, role: 'claims' } };
}
