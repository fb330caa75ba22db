import { createHash } from 'node:crypto';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { countFindings } from '../choose-findings.ts';
import { formatCount } from '../numbers.ts';
import { verdictWords } from '../wording.ts';
import { clientScript } from './client.ts';
import { html, type Markup, trusted } from './escape.ts';
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
<title>${verdictWords[run.verdict]}: ${run.benchmark.name}, benchmark audit</title>
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

function contents(run: AuditRun): Markup {
  const audits = run.audits.map(
    (audit) =>
      html`<li><a href="#audit-${audit.id}">${verdictIcon(audit.verdict)}<span>${audit.title}</span></a></li>`,
  );
  const findings = countFindings(run);
  return html`<nav class="contents" aria-label="Contents"><ul role="list">
<li><a href="#summary">Verdict</a></li>
<li><a href="#deflation">What the score is worth</a></li>
<li><a href="#audits">Audits</a><ul role="list">${audits}</ul></li>
<li><a href="#findings">Findings <span class="tally">${formatCount(findings)}</span></a></li>
<li><a href="#scores">Scores</a></li>
<li><a href="#models">Models</a></li>
${
  run.battery &&
  html`<li><a href="#battery">Battery</a></li>
`
}${
  run.grading &&
  html`<li><a href="#grading">Grading</a></li>
`
}${
  run.engineCheck &&
  html`<li><a href="#engine-check">Engine check</a></li>
`
}<li><a href="#rows">Rows</a></li>
<li><a href="#provenance">Provenance</a></li>
</ul></nav>`;
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
