import { formatCell, formatPublished } from '../../reports/numbers.ts';
import type { CheckedClaim, CheckedClaims, TakenApartLead } from '../claims/checked-claims.ts';
import { claimsSentence } from '../claims/claims-sentence.ts';

/** As wide as the verdicts of audits in the terminal. */
const statusWidth = 15;

/** One line a claim: status, id and why. */
export function claimLines({ claims }: CheckedClaims): string[] {
  const width = Math.max(0, ...claims.map(({ id }) => id.length));
  return claims.map(({ status, id, why }) => `${statusWord(status)} ${id.padEnd(width)}  ${why}`);
}

/** What a person reads in the terminal after `audit claims check`. */
export function claimsSummary(checked: CheckedClaims): string {
  const lines = [
    `${checked.title} (${checked.source})`,
    '',
    ...checked.claims.flatMap((claim) => [...fullClaim(claim), '']),
    ...checked.leads.flatMap((lead) => [...leadLines(lead), '']),
    claimsSentence(checked),
  ];
  return `${lines.join('\n')}\n`;
}

function statusWord(status: CheckedClaim['status']): string {
  return status.toUpperCase().replace('-', ' ').padEnd(statusWidth);
}

function fullClaim(claim: CheckedClaim): string[] {
  const { status, id, text, location, claimed, basis, why, measures, needs } = claim;
  const [main] = Object.values(measures);
  const figures = [
    ...(claimed ? [`claimed ${formatPublished(claimed)}`] : []),
    ...(main && basis === 'run' ? [`measured ${formatCell(main)}`] : []),
    basis === 'run' ? 'by the run' : 'on paper',
  ].join('; ');
  const indent = ' '.repeat(statusWidth + 1);
  return [
    `${statusWord(status)} ${id}: ${figures}`,
    `${indent}“${text}”${location === undefined ? '' : ` (${location})`}`,
    `${indent}${why}`,
    ...needs.map((need) => `${indent}needs: ${need}`),
  ];
}

function leadLines(lead: TakenApartLead): string[] {
  const { model, baseline, cold, advertised, fair, notArchitecture, caveat } = lead;
  return [
    `${model} on ${lead.track} questions`,
    `  advertised, over ${cold}: ${formatCell(advertised)}`,
    `  fair, over ${baseline}: ${formatCell(fair)}`,
    `  of the advertised lead not attributable to the architecture: ${formatCell(notArchitecture)}`,
    `  ${caveat}`,
  ];
}
