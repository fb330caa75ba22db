import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { GradingSummary, GradingSummaryRow } from '../../src/grading/grading-summary.ts';
import { rowGaps } from '../gaps-wording.ts';
import { graderText, gradingLead, outcomeTitles, promptText } from '../grading-wording.ts';
import { formatCount } from '../numbers.ts';
import { html, type Insertable } from './escape.ts';
import { refusedParagraph } from './refused.ts';
import { dataTable } from './table.ts';

/** What graders were asked, and what became of their judgments. */
export function gradingSection({ grading }: AuditRun): Insertable {
  if (!grading) return false;
  return html`<section id="grading" aria-labelledby="grading-title">
<h2 id="grading-title">Grading</h2>
<p class="lead">${gradingLead(grading)}</p>
<ul class="prompts" role="list">${grading.prompts.map((prompt) => html`<li>${prompt.title} <code>${promptText(prompt)}</code></li>`)}</ul>
${
  grading.rows.length > 0 &&
  dataTable(
    'Requests and judgments by grader and prompt',
    [
      { title: 'Grader' },
      { title: 'Prompt' },
      { title: 'Requests answered' },
      ...outcomeTitles.map(([, title]) => ({ title, numeric: true })),
    ],
    grading.rows.map((row) => cellsOf(row, grading)),
    'Requests are what a grader was asked; judgments are what its answers are read as, each repeat and order of a pair by itself. Only scored ones enter an estimate.',
  )
}
${grading.refused.map(({ name, reason }) => refusedParagraph(name, reason))}
</section>`;
}

function cellsOf(row: GradingSummaryRow, { graders, prompts }: GradingSummary): Insertable[] {
  const card = graders.find(({ name }) => name === row.grader);
  const title = prompts.find(({ id }) => id === row.prompt)?.title ?? row.prompt;
  const asked = html`<b>${formatCount(row.answered)}</b> of ${formatCount(row.planned)}`;
  return [
    html`<b>${row.grader}</b>${card && html`<small>${graderText(card)}</small>`}`,
    title,
    html`${asked}${rowGaps(row, 'judgment').map((gap) => html`<small>${gap}</small>`)}`,
    ...outcomeTitles.map(([outcome]) => {
      const count = row.judgments[outcome];
      return count === 0 ? html`<span class="absent">0</span>` : formatCount(count);
    }),
  ];
}
