import { resolve } from 'node:path';
import { claims as claimsOrder } from '../../reports/json/decision-order.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { freezeRun } from '../audit/freeze-run.ts';
import { checkClaims } from '../claims/check-claims.ts';
import type { CheckedClaims } from '../claims/checked-claims.ts';
import { runOfClaims } from '../claims/run-of-claims.ts';
import { claimsSummary } from './claims-summary.ts';
import { readClaims } from './read-claims.ts';
import { readRun } from './read-run.ts';
import { formatOf, writeCopy } from './run-folder.ts';
import { toolFacts } from './tool-facts.ts';

/** Options of `audit claims check`, as the command line gives them. */
export interface ClaimsCheckOptions {
  readonly run?: string;
  readonly json?: boolean;
  readonly output?: readonly string[];
}

/**
 * `audit claims check`: reads a ledger, and a recorded run if there is one, and says what each claim
 * is worth.
 *
 * @param cwd Folder against which relative paths of the command line count.
 * @returns What is printed.
 * @throws {AuditError} for anything the user can mend.
 */
export async function claimsCheck(
  file: string,
  options: ClaimsCheckOptions,
  cwd: string,
): Promise<string> {
  for (const output of options.output ?? []) formatOf(output);
  const { ledger, input } = await readClaims(resolve(cwd, file));
  const recorded =
    options.run === undefined ? undefined : (await readRun(resolve(cwd, options.run))).run;
  const checked = checkClaims(ledger, recorded);
  const run = recorded
    ? withClaims(recorded, checked, input)
    : runOfClaims(checked, input, await toolFacts());
  for (const output of options.output ?? []) await writeCopy(resolve(cwd, output), run, {});
  const frozen = run.claims as CheckedClaims;
  return options.json ? `${JSON.stringify(claimsOrder(frozen), null, 2)}\n` : claimsSummary(frozen);
}

/** The recorded run with these claims in place of those that it was made with. */
function withClaims(
  run: AuditRun,
  claims: CheckedClaims,
  input: Parameters<typeof runOfClaims>[1],
): AuditRun {
  const inputs = run.inputs.filter(({ role }) => role !== 'claims');
  return freezeRun({ ...run, inputs: [...inputs, input], claims });
}
