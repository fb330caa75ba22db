import { createHash } from 'node:crypto';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { countFindings } from '../choose-findings.ts';
import { formatCount } from '../numbers.ts';
import { verdictWords } from '../wording.ts';
import { onPaper } from './banner.ts';
import { clientScript } from './client.ts';
import { html, type Insertable, type Markup, trusted } from './escape.ts';
import { presentSections, type SectionId } from './sections.ts';
import { styles } from './styles/index.ts';
import { symbolDefinitions, verdictIcon } from './symbols.ts';

/**
 * The page around the sections. Its content security policy allows this style sheet and this
 * script, by their hashes, and pictures inside the file; no other code runs and nothing is loaded.
 */
export function page(run: AuditRun, content: Markup): Markup {
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src '${digest(styles)}'`,
    `script-src '${digest(clientScript)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${titleWord(run)}: ${run.benchmark.name}, benchmark audit</title>
<style>${trusted(styles)}</style>
</head>
<body>
<a class="skip" href="#summary">Skip to the verdict</a>
${symbolDefinitions()}
<div class="page">
${contents(run)}
<main>
${content}
</main>
</div>
<script>${trusted(clientScript)}</script>
</body>
</html>
`;
}

/** The verdict, or that of the gate where there is one; claims without any audit were tested on paper. */
function titleWord(run: AuditRun): string {
  if (run.gate) return verdictWords[run.gate.decision];
  return onPaper(run) ? 'Tested on paper' : verdictWords[run.verdict];
}

function contents(run: AuditRun): Markup {
  const audits = run.audits.map(
    (audit) =>
      html`<li><a href="#audit-${audit.id}">${verdictIcon(audit.verdict)}<span>${audit.title}</span></a></li>`,
  );
  const present = presentSections(run);
  const entry = (id: SectionId, title: Insertable, below: Insertable = false): Insertable =>
    present.has(id) &&
    html`<li><a href="#${id}">${title}</a>${below}</li>
`;
  const tally = (count: number): Markup => html`<span class="tally">${formatCount(count)}</span>`;
  return html`<nav class="contents" aria-label="Contents"><ul role="list">
<li><a href="#summary">Verdict</a></li>
${entry('claims', html`Claims ${tally(run.claims?.claims.length ?? 0)}`)}${entry('gate', html`${run.gate && verdictIcon(run.gate.decision)}<span>May it be published?</span>`)}${entry('deflation', 'What the score is worth')}${entry('audits', 'Audits', html`<ul role="list">${audits}</ul>`)}${entry('findings', html`Findings ${tally(countFindings(run))}`)}${entry('scores', 'Scores')}<li><a href="#run-facts">Run facts</a><ul role="list">
${entry('models', 'Models')}${entry('battery', 'Battery')}${entry('grading', 'Grading')}${entry('engine-check', 'Engine check')}${entry('rows', 'Rows')}<li><a href="#provenance">Provenance</a></li>
</ul></li>
</ul></nav>`;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
