import type { CheckedClaim, ClaimStatus } from './checked-claims.ts';

/** What a claim is worth, without what the ledger says of it. */
export type Worth = Omit<CheckedClaim, 'id' | 'kind' | 'text' | 'location'>;

/** What a check came to; what it leaves out is empty. */
export function worthOf(found: Pick<Worth, 'status' | 'basis' | 'why'> & Partial<Worth>): Worth {
  return { measures: {}, tables: [], figures: [], needs: [], audits: [], ...found };
}

const fromStrong: readonly ClaimStatus[] = [
  'supported',
  'fragile',
  'inconclusive',
  'not-testable',
  'contradicted',
];

/** The status of a claim of which all parts must hold. */
export function weakest(statuses: readonly ClaimStatus[]): ClaimStatus {
  return fromStrong.findLast((status) => statuses.includes(status)) ?? 'not-testable';
}
