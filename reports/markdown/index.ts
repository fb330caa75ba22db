import type { AuditResult, Measure, Subject } from '../../src/audit/audit.ts';
import type { AuditRun, Deflation, DeflationStepName } from '../../src/audit/audit-run.ts';
import type { LedgerEntry } from '../../src/benchmark/benchmark.ts';
import { gradesOf, lackingAnswer } from '../answers-wording.ts';
import { chooseFindings, countFindings } from '../choose-findings.ts';
import { claimsAlone } from '../claims-wording.ts';
import { judgmentsText, splitCounts } from '../contents-wording.ts';
import { openGradingSentence } from '../grading-wording.ts';
import { formatCell, formatCount, formatEstimate } from '../numbers.ts';
import { countsText, metricName, plural, reasonText, shortened, verdictWords } from '../wording.ts';
import { batteryTable } from './battery.ts';
import { claimsSection } from './claims.ts';
import { escapeMarkdown, markdownTable } from './escape.ts';
import { gradingTables } from './grading.ts';
import { limitedParagraph } from './limited.ts';
import { matrixTables } from './matrix.ts';
import { engineCheckTable, modelsTable } from './models.ts';

const shownFindings = 10;
const shownNotes = 20;
const decisiveMeasures = 3;
/** Characters shown of an answer. */
const shownAnswer = 80;

/** A short report for a pull-request comment or a step summary: what was decided, and by which numbers. */
export function renderMarkdown(run: AuditRun): string {
  const sections = [
    heading(run),
    claimsSection(run),
    audits(run),
    matrixTables(run),
    deflation(run),
    findings(run),
    modelsTable(run),
    batteryTable(run),
    gradingTables(run),
    engineCheckTable(run),
    ledger(run),
    footer(run),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading(run: AuditRun): string {
  const { benchmark, gate } = run;
  const open = openGradingSentence(run.grading);
  const contents = [
    ...splitCounts(benchmark).map(([count, , many]) => `${formatCount(count)} ${many}`),
    ...judgmentsText(benchmark),
  ].join(', ');
  return [
    `## ${escapeMarkdown(benchmark.name)}${claimsAlone(run) ? '' : `: ${verdictWords[run.verdict]}`}`,
    escapeMarkdown(run.summary),
    ...(open === undefined ? [] : [`**${open}**`]),
    ...(gate
      ? [`**Gate: ${gate.decision.toUpperCase()}.** ${escapeMarkdown(gate.reasons.join(' '))}`]
      : []),
    ...limitedParagraph(benchmark),
    ...(benchmark.media === 'absent' && benchmark.testItems > 0
      ? ['**Media absent:** reuse was judged by name and id only.']
      : []),
    `${contents === '' ? 'No benchmark at hand' : contents}, seed ${run.seed}.`,
  ].join('\n\n');
}

function audits(run: AuditRun): string {
  const rows = run.audits.map((audit) => [
    verdictWords[audit.verdict],
    audit.title,
    audit.summary,
    decisiveNumbers(audit),
    findingCounts(audit),
  ]);
  if (rows.length === 0) return '';
  return `### Audits\n\n${markdownTable(['Verdict', 'Audit', 'Why', 'Numbers', 'Findings'], rows)}`;
}

function decisiveNumbers(audit: AuditResult): string {
  const available = Object.values(audit.measures).filter((one) => one.kind !== 'unavailable');
  return available.slice(0, decisiveMeasures).map(measureText).join('; ');
}

function measureText(measure: Measure): string {
  return `${measure.title}: ${formatCell(measure)}`;
}

function findingCounts({ findings: all }: AuditResult): string {
  const defects = all.filter((finding) => finding.severity === 'defect').length;
  if (all.length === 0) return '–';
  return `${formatCount(all.length)}, of them ${plural(defects, formatCount(defects), 'defect')}`;
}

function deflation(run: AuditRun): string {
  if (run.deflation.length === 0) return '';
  const shown = bars.filter(
    ([name], index) =>
      index < alwaysShownBars ||
      run.deflation.some(({ steps }) => steps.some((step) => step.name === name)),
  );
  const columns = ['Model', 'Track', ...shown.map(([, title]) => title)];
  const notes = run.deflation
    .filter(({ note }) => note !== undefined)
    .map(({ model, track, note }) => `- ${escapeMarkdown(`${model}, ${track}: ${note}`)}`);
  const table = markdownTable(
    columns,
    run.deflation.map((entry) =>
      deflationRow(
        entry,
        shown.map(([name]) => name),
      ),
    ),
  );
  return ['### What the score is worth', table, notes.join('\n')].filter(Boolean).join('\n\n');
}

/** Columns of the waterfall's table; those behind the first four stand there where some model has them. */
const bars: readonly (readonly [DeflationStepName, string])[] = [
  ['all-items', 'All items'],
  ['clean-items', 'Without reused images'],
  ['text-only', 'Text only'],
  ['remainder', 'What remains'],
  ['blind', 'Asked without the image'],
  ['image-gain', 'What the image adds'],
  ['over-baseline', 'Lead over the fine-tuned baseline'],
];
const alwaysShownBars = 4;

function deflationRow(entry: Deflation, names: readonly DeflationStepName[]): string[] {
  const cells = names.map((name) => {
    const estimate = entry.steps.find((step) => step.name === name)?.estimate;
    if (!estimate) return '–';
    return formatEstimate(estimate);
  });
  return [entry.model, `${entry.track} (${metricName(entry.metric)})`, ...cells];
}

function findings(run: AuditRun): string {
  const total = countFindings(run);
  if (total === 0) return '';
  const chosen = chooseFindings(run, shownFindings);
  const rows = chosen.map(({ auditId, finding }) => [
    finding.severity,
    auditId,
    finding.title,
    subjectsText(finding.subjects),
    finding.id,
  ]);
  const shown =
    total > chosen.length
      ? `Showing ${formatCount(chosen.length)} of ${formatCount(total)}; all of them are in findings.jsonl.`
      : '';
  const table = markdownTable(['Severity', 'Audit', 'Finding', 'Where', 'Id'], rows);
  return ['### Findings', table, shown].filter(Boolean).join('\n\n');
}

/** What a finding is about; answers after the item that they answer. */
function subjectsText(subjects: readonly Subject[]): string {
  const others = subjects.filter(({ role }) => role !== 'answer').map(subjectText);
  const answers = subjects.filter(({ role }) => role === 'answer').map(answerText);
  return [...(others.length > 0 ? [others.join(' ↔ ')] : []), ...answers].join('; ');
}

/** `a-model: “No effusion.” (a-grader, same family: 9 of 10; another: 6 of 10)`. */
function answerText(answer: Subject): string {
  const grades = gradesOf(answer).map(
    ({ grader, text, kin }) => `${grader}${kin ? ', same family' : ''}: ${text}`,
  );
  const { excerpt } = answer;
  const said = excerpt?.trim() ? `“${shortened(excerpt, shownAnswer)}”` : lackingAnswer(excerpt);
  return `${answer.model ?? answer.key}: ${said}${grades.length > 0 ? ` (${grades.join('; ')})` : ''}`;
}

function subjectText(subject: Subject): string {
  const source = subject.source ? ` (${subject.source.file}:${subject.source.line})` : '';
  return `${subject.key}${source}`;
}

function ledger(run: AuditRun): string {
  const troubled = run.ledger.filter(hasProblem);
  if (troubled.length === 0) return '';
  const columns = [
    'File',
    'Read',
    'Kept',
    'Dropped',
    'Duplicated',
    'Truncated',
    'Unjoined',
    'Unanswered',
  ];
  const rows = troubled.map((entry) => [
    entry.file,
    formatCount(entry.read),
    keptText(entry),
    droppedText(entry),
    ...[entry.duplicated, entry.truncated, entry.unjoined, entry.unanswered].map(formatCount),
  ]);
  const notes = troubled.flatMap((entry) => entry.notes);
  const lines = notes
    .slice(0, shownNotes)
    .map(
      ({ source, reason, effect, detail }) =>
        `- ${escapeMarkdown(`${source.file}:${source.line}: ${reasonText(reason)} (${effect}): ${detail}`)}`,
    );
  const more =
    notes.length > shownNotes
      ? `${formatCount(notes.length - shownNotes)} more remarks are in result.json.`
      : '';
  return ['### Rows that need a look', markdownTable(columns, rows), lines.join('\n'), more]
    .filter(Boolean)
    .join('\n\n');
}

function hasProblem(entry: LedgerEntry): boolean {
  const { filtered = 0 } = entry;
  return (
    entry.read - filtered !== entry.kept ||
    entry.truncated + entry.unanswered + entry.notes.length > 0
  );
}

/** `351, not used: 182 beyond the scale` */
function keptText({ kept, unused = {} }: LedgerEntry): string {
  const counts = countsText(Object.entries(unused));
  return counts === '' ? formatCount(kept) : `${formatCount(kept)}, not used: ${counts}`;
}

function droppedText(entry: LedgerEntry): string {
  const reasons = Object.entries(entry.dropped).filter(([, count]) => count > 0);
  if (reasons.length === 0) return '0';
  return countsText(reasons);
}

function footer(run: AuditRun): string {
  return `${escapeMarkdown(run.tool.name)} ${escapeMarkdown(run.tool.version)}, result schema ${escapeMarkdown(run.schemaVersion)}. Intervals are in brackets; n_eff is n after the clustering of items is paid for.`;
}
