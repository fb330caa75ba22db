import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { Audit } from '../audit/audit.ts';
import { planAudits } from '../audit/run-audits.ts';
import type { InputFile } from '../benchmark/benchmark.ts';
import { AuditError } from '../errors.ts';
import { type GateBaseline, gateBaselineSchema } from '../gate/gate-baseline.ts';
import { parsePolicy } from '../gate/parse-policy.ts';
import type { GatePolicy } from '../gate/policy-schema.ts';

/** A policy with the files behind it. */
export interface ReadPolicy {
  readonly policy: GatePolicy;
  readonly input: InputFile;
  /** Absolute; where the policy names one. */
  readonly baselineFile?: string;
  /** What stands there; absent before the first --update-baseline. */
  readonly baseline?: GateBaseline;
}

/**
 * Reads a policy and its baseline.
 *
 * @param audits All audits that exist.
 * @throws {AuditError} for a file that is no policy, or a baseline that is none.
 */
export async function readPolicy(
  file: string,
  audits: readonly Audit<unknown>[],
): Promise<ReadPolicy> {
  const location = basename(file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AuditError({
      code: 'file-missing',
      location,
      problem: 'the policy file cannot be read',
      remedy: 'check the path of the policy',
      cause,
    });
  }
  const policy = parsePolicy(
    location,
    text,
    audits.map(({ id }) => id),
  );
  const { thresholds } = policy;
  // For the errors alone: an option that no audit has.
  planAudits(audits, Object.fromEntries(Object.keys(thresholds).map((id) => [id, {}])), thresholds);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const input = { path: location, sha256, role: 'policy' } as const;
  if (policy.baseline === undefined) return { policy, input };
  const baselineFile = resolve(dirname(file), policy.baseline);
  const baseline = await readBaseline(baselineFile, policy.baseline);
  return { policy, input, baselineFile, ...(baseline && { baseline }) };
}

async function readBaseline(file: string, location: string): Promise<GateBaseline | undefined> {
  const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined;
    throw cause;
  });
  if (text === undefined) return undefined;
  const parsed = gateBaselineSchema.safeParse(parsedJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AuditError({
    code: 'baseline-invalid',
    location: [location, ...issue!.path].join(': '),
    problem: `is no baseline (${issue!.message})`,
    remedy: 'restore the file from version control, or name another under "baseline"',
  });
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
