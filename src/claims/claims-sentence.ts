import { type CheckedClaims, type ClaimStatus, claimStatuses } from './checked-claims.ts';
import { counted, listed } from './wording.ts';

/** Statuses inside a sentence. */
const statusText: Readonly<Record<ClaimStatus, string>> = {
  supported: 'supported',
  fragile: 'fragile',
  inconclusive: 'inconclusive',
  contradicted: 'contradicted',
  'not-testable': 'not testable',
};

/** "Of 13 claims 1 is supported, 2 are contradicted and 10 are not testable." */
export function claimsSentence({ claims }: CheckedClaims): string {
  if (claims.length === 0) return 'The ledger holds no claim.';
  const parts = claimStatuses.flatMap((status) => {
    const count = claims.filter((claim) => claim.status === status).length;
    return count === 0 ? [] : [`${count} ${count === 1 ? 'is' : 'are'} ${statusText[status]}`];
  });
  return `Of ${counted(claims.length, 'claim')} ${listed(parts)}.`;
}
