import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { CheckedClaim, TakenApartLead } from '../../src/claims/checked-claims.ts';
import { claimsSentence } from '../../src/claims/claims-sentence.ts';
import { claimedText, statusWords } from '../claims-wording.ts';
import { formatCell } from '../numbers.ts';
import { escapeMarkdown, markdownTable } from './escape.ts';

/** What the claims are worth, and every lead taken apart. */
export function claimsSection({ claims }: AuditRun): string {
  if (!claims) return '';
  const { title, source, leads } = claims;
  const columns = ['Status', 'Claim', 'Claimed', 'By', 'Why', 'Needs'];
  return [
    '### Claims',
    escapeMarkdown(`${title} (${source}). ${claimsSentence(claims)}`),
    ...(claims.claims.length > 0 ? [markdownTable(columns, claims.claims.map(claimRow))] : []),
    ...(leads.length > 0 ? ['### Leads taken apart', leadsTable(leads), caveats(leads)] : []),
  ].join('\n\n');
}

function claimRow(claim: CheckedClaim): string[] {
  const { status, text, location, basis, why, needs } = claim;
  return [
    statusWords[status],
    location === undefined ? text : `${text} (${location})`,
    claimedText(claim) ?? '–',
    basis === 'run' ? 'the run' : 'published figures',
    why,
    needs.length > 0 ? needs.join(' ') : '–',
  ];
}

function leadsTable(leads: readonly TakenApartLead[]): string {
  const columns = [
    'Track',
    'Model',
    'Fine-tuned baseline',
    'Asked cold',
    'Advertised lead',
    'Fair lead',
    'Of the advertised lead not attributable to the architecture',
  ];
  return markdownTable(
    columns,
    leads.map((lead) => [
      lead.track,
      `${lead.model}: ${formatCell(lead.scores.model)}`,
      `${lead.baseline}: ${formatCell(lead.scores.baseline)}`,
      `${lead.cold}: ${formatCell(lead.scores.cold)}`,
      formatCell(lead.advertised),
      formatCell(lead.fair),
      formatCell(lead.notArchitecture),
    ]),
  );
}

/** Each caveat once. */
function caveats(leads: readonly TakenApartLead[]): string {
  return [...new Set(leads.map(({ caveat }) => escapeMarkdown(caveat)))].join('\n\n');
}
