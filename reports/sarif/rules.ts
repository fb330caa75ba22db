import type { AuditFacts } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { SarifRule } from './sarif-log.ts';

/** What results about gate checks are filed under. */
export const gateRule: SarifRule = {
  id: 'gate',
  name: 'Gate',
  shortDescription: { text: 'May this be published under the policy?' },
  fullDescription: {
    text: 'Every check of the policy is decided by measured quantities with their intervals; what can’t be decided never passes.',
  },
  help: { text: 'The message says what would make the check pass.' },
};

/** What results about claims are filed under. */
export const claimsRule: SarifRule = {
  id: 'claims',
  name: 'Claims',
  shortDescription: { text: 'Does what is claimed hold?' },
  fullDescription: {
    text: 'Every claim is derived again from the measurements of the run, or tested on the published figures alone.',
  },
  help: { text: 'audit explain claim:<id> tells what speaks for and against a claim.' },
};

/** A rule for each audit, then those of the gate and of claims where the run has them. */
export function rulesOf(run: AuditRun): SarifRule[] {
  return [
    ...run.audits.map(auditRule),
    ...(run.gate ? [gateRule] : []),
    ...(run.claims ? [claimsRule] : []),
  ];
}

function auditRule({ id, title, question, method, limits, sources }: AuditFacts): SarifRule {
  return {
    id,
    name: title,
    shortDescription: { text: question },
    fullDescription: { text: method },
    help: { text: [`Limits: ${limits}`, ...sources.map((one) => `Source: ${one}`)].join('\n') },
  };
}
