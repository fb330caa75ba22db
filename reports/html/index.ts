import type { AuditRun } from '../../src/audit/audit-run.ts';
import { auditsSection } from './audit-card.ts';
import { banner } from './banner.ts';
import { batterySection } from './battery.ts';
import { engineCheckSection } from './engine-check.ts';
import { html } from './escape.ts';
import { findingsSection, type Thumbnails } from './findings.ts';
import { gradingSection } from './grading.ts';
import { page } from './layout.ts';
import { ledgerSection } from './ledger.ts';
import { modelsSection } from './models.ts';
import { provenanceSection } from './provenance.ts';
import { scoresSection } from './scores.ts';
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
  return page(
    run,
    html`${banner(run)}
${deflationSection(run)}
${auditsSection(run, maxRows)}
${findingsSection(run, thumbnails, maxRows)}
${scoresSection(run, maxRows)}
${modelsSection(run)}
${batterySection(run)}
${gradingSection(run)}
${engineCheckSection(run, thumbnails, maxRows)}
${ledgerSection(run, maxRows)}
${provenanceSection(run)}`,
  ).text;
}
