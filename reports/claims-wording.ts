/** Words for claims, the same in every format. */

import type { AuditRun } from '../src/audit/audit-run.ts';
import type { CheckedClaim, ClaimStatus } from '../src/claims/checked-claims.ts';
import { formatPublished } from './numbers.ts';

/** Statuses as people see them. */
export const statusWords: Readonly<Record<ClaimStatus, string>> = {
  supported: 'SUPPORTED',
  fragile: 'FRAGILE',
  inconclusive: 'INCONCLUSIVE',
  contradicted: 'CONTRADICTED',
  'not-testable': 'NOT TESTABLE',
};

/** What a status means, for a reader who meets it first. */
export const statusMeanings: Readonly<Record<ClaimStatus, string>> = {
  supported: 'it holds, by its interval',
  fragile: 'it holds, but a few answers or one reasonable change of method would undo it',
  inconclusive: 'what there is can’t decide',
  contradicted: 'what there is speaks against it',
  'not-testable': 'what would decide is not at hand',
};

/** Whether nothing but claims could be checked: the run has no verdict of its own to be headed with. */
export function claimsAlone({ claims, verdict }: AuditRun): boolean {
  return claims !== undefined && verdict === 'not-applicable';
}

/** "75.66%", as claimed; undefined for a sentence without a figure. */
export function claimedText({ claimed }: CheckedClaim): string | undefined {
  return claimed && formatPublished(claimed);
}
