import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'yaml';
import type { InputFile } from '../benchmark/benchmark.ts';
import { AuditError } from '../errors.ts';
import { type GatePolicy, gatePolicySchema } from '../gate/gate.ts';

/** Reads what `--gate` names. @throws {AuditError} for a file that is no policy. */
export async function readPolicy(file: string): Promise<{ policy: GatePolicy; input: InputFile }> {
  const location = basename(file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AuditError({
      code: 'file-missing',
      location,
      problem: 'the policy file cannot be read',
      remedy: 'check the path given to --gate',
      cause,
    });
  }
  const parsed = gatePolicySchema.safeParse(parse(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AuditError({
      code: 'policy-invalid',
      location: [location, ...(issue?.path ?? [])].join(': '),
      problem: issue?.message ?? 'not valid',
      remedy: 'see docs/gate.md for the keys of a policy',
    });
  }
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { policy: parsed.data, input: { path: location, sha256, role: 'policy' } };
}
