import type { AuditRun } from '../../src/audit/audit-run.ts';
import { auditsSection } from './audit-card.ts';
import { banner } from './banner.ts';
import { batterySection } from './battery.ts';
import { claimsSection } from './claims.ts';
import { engineCheckSection } from './engine-check.ts';
import { html, type Insertable } from './escape.ts';
import { findingsSection, type Thumbnails } from './findings.ts';
import { gateSection } from './gate.ts';
import { gradingSection } from './grading.ts';
import { page } from './layout.ts';
import { ledgerSection } from './ledger.ts';
import { modelsSection } from './models.ts';
import { provenanceSection } from './provenance.ts';
import { runFactsSection } from './run-facts.ts';
import { scoresSection } from './scores.ts';
import { presentSections, type SectionId } from './sections.ts';
import { deflationSection } from './waterfall.ts';

const defaultMaxRows = 150;

/**
 * The run as one HTML file that opens from disk: no network, readable without its script.
 *
 * @param options thumbnails: data URIs by media path; maxRows: rows of each long list (default 150).
 */
export function renderHtml(
  run: AuditRun,
  options: { readonly thumbnails?: Thumbnails; readonly maxRows?: number } = {},
): string {
  const { thumbnails = new Map<string, string>(), maxRows = defaultMaxRows } = options;
  const present = presentSections(run);
  const section = (id: SectionId, make: () => Insertable): Insertable =>
    present.has(id) &&
    html`${make()}
`;
  return page(
    run,
    html`${banner(run)}
${section('claims', () => claimsSection(run, maxRows))}${section('gate', () => gateSection(run))}${section('deflation', () => deflationSection(run))}${section('audits', () => auditsSection(run, maxRows))}${section('findings', () => findingsSection(run, thumbnails, maxRows))}${section('scores', () => scoresSection(run, maxRows))}${runFactsSection(run)}
${section('models', () => modelsSection(run))}${section('battery', () => batterySection(run))}${section('grading', () => gradingSection(run))}${section('engine-check', () => engineCheckSection(run, thumbnails, maxRows))}${section('rows', () => ledgerSection(run, maxRows))}${provenanceSection(run)}`,
  ).text;
}
