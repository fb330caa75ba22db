import type { AuditRun } from '../../src/audit/audit-run.ts';
import { rowGaps } from '../gaps-wording.ts';
import { graderText, gradingLead, outcomeTitles, promptText } from '../grading-wording.ts';
import { formatCount } from '../numbers.ts';
import { escapeMarkdown, markdownTable } from './escape.ts';
import { refusedParagraphs } from './refused.ts';

/** What graders were asked, and what became of their judgments. */
export function gradingTables({ grading }: AuditRun): string {
  if (!grading) return '';
  const { prompts, rows, refused, graders } = grading;
  const cards = new Map(graders.map((card) => [card.name, card]));
  const table = markdownTable(
    ['Grader', 'Prompt', 'Requests answered', ...outcomeTitles.map(([, title]) => title), 'Gaps'],
    rows.map((row) => {
      const card = cards.get(row.grader);
      return [
        card ? `${row.grader} (${graderText(card)})` : row.grader,
        row.prompt,
        `${formatCount(row.answered)} of ${formatCount(row.planned)}`,
        ...outcomeTitles.map(([outcome]) => formatCount(row.judgments[outcome])),
        rowGaps(row, 'judgment').join('; ') || '–',
      ];
    }),
  );
  return [
    '### Grading',
    escapeMarkdown(gradingLead(grading)),
    prompts
      .map((prompt) => `- ${escapeMarkdown(`${prompt.title}: ${promptText(prompt)}`)}`)
      .join('\n'),
    ...(rows.length > 0 ? [table] : []),
    ...refusedParagraphs(refused),
  ]
    .filter(Boolean)
    .join('\n\n');
}
