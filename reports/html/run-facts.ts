import type { AuditRun } from '../../src/audit/audit-run.ts';
import { formatCount } from '../numbers.ts';
import { plural } from '../wording.ts';
import { html, type Markup } from './escape.ts';
import { reproduce } from './provenance.ts';
import { presentSections, type SectionId } from './sections.ts';

/** What an engineer asks of a run, on one screen: complete, which models, how to repeat it, and where each part stands below. */
export function runFactsSection(run: AuditRun): Markup {
  const { tool, seed, schemaVersion, models, inputs } = run;
  const opened = models.filter(({ checkpoint }) => checkpoint?.status === 'opened');
  const served = models.filter(({ endpoint }) => endpoint !== undefined);
  const recorded = models.filter((card) => card.recorded !== undefined);
  return html`<section id="run-facts" aria-labelledby="run-facts-title">
<h2 id="run-facts-title">Run facts</h2>
<p class="lead">${runSentence(run)}</p>
<dl class="run-facts">
${fact('Made by', html`${tool.name} ${tool.version}, seed ${seed}, result schema ${schemaVersion}`)}
${fact('Models', html`${formatCount(models.length)}: ${formatCount(recorded.length)} with recorded answers, ${plural(opened.length, formatCount(opened.length), 'checkpoint')}, ${plural(served.length, formatCount(served.length), 'server')}`)}
${fact('Inputs', html`${plural(inputs.length, formatCount(inputs.length), 'entry', 'entries')} with their hashes, under <a href="#provenance">Provenance</a>`)}
${run.benchmark.limit !== undefined && fact('Limited', html`to the first ${formatCount(run.benchmark.limit)} test items`)}
${fact('Again', html`<code>${reproduce(run)}</code>`)}
</dl>
<p class="fine">Below: ${links(run)}.</p>
</section>`;
}

function fact(title: string, content: Markup): Markup {
  return html`<div><dt>${title}</dt><dd>${content}</dd></div>
`;
}

const parts: readonly (readonly [SectionId, string])[] = [
  ['models', 'which model stands behind each answer'],
  ['battery', 'requests by model and condition'],
  ['grading', 'judgments by grader'],
  ['engine-check', 'what the checkpoints answer'],
  ['rows', 'every row that was read'],
];

function links(run: AuditRun): Markup {
  const present = presentSections(run);
  const shown = parts.filter(([id]) => present.has(id));
  return html`${shown.map(([id, text]) => html`<a href="#${id}">${text}</a>, `)}<a href="#provenance">files, hashes and config</a>`;
}

/** "2 of 1,204 rows dropped; every request is answered." */
export function runSentence({ ledger, battery, grading }: AuditRun): string {
  const read = ledger.reduce((sum, entry) => sum + entry.read, 0);
  const dropped = ledger.reduce(
    (sum, entry) => sum + Object.values(entry.dropped).reduce((total, count) => total + count, 0),
    0,
  );
  const rows =
    read === 0
      ? 'No row was read'
      : `${formatCount(dropped)} of ${plural(read, formatCount(read), 'row')} dropped`;
  const asked = [battery, grading].flatMap((one) => one ?? []);
  if (asked.length === 0) return `${rows}; no model was asked.`;
  const open = asked.reduce((sum, { left }) => sum + left, 0);
  const failed = asked.reduce((sum, one) => sum + one.failed, 0);
  const refused = asked.flatMap((one) => one.refused).map(({ name }) => name);
  const told = [
    ...(open + failed > 0
      ? [`${plural(failed, formatCount(failed), 'request')} failed, ${formatCount(open)} not asked`]
      : []),
    ...(refused.length > 0 ? [`${refused.join(', ')} could not be asked`] : []),
  ];
  return `${rows}; ${told.join('; ') || 'every request is answered'}.`;
}
