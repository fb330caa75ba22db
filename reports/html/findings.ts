import type { Finding, Subject } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { chooseFindings, countFindings, type PlacedFinding } from '../choose-findings.ts';
import { formatCount, formatPlainNumber } from '../numbers.ts';
import { capitalised, severities, spaced } from '../wording.ts';
import { answersBlock } from './answers.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { breakable, sourceMarkup } from './path.ts';
import { severityBadge } from './symbols.ts';

/** Pictures by media path, as data URIs. */
export type Thumbnails = ReadonlyMap<string, string>;

/** The list of findings, complete without the script, which adds filters, order and keys. */
export function findingsSection(run: AuditRun, thumbnails: Thumbnails, maxRows: number): Markup {
  const total = countFindings(run);
  const chosen = chooseFindings(run, maxRows);
  const pictures = thumbnails.size > 0 ? thumbnails : undefined;
  return html`<section id="findings" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${
  total === 0
    ? html`<p class="empty">Nothing was found.</p>`
    : html`<p class="lead">${shownText(chosen.length, total)}${!pictures && ' No pictures were put into this report.'}</p>
${controls(chosen)}
<ol class="findings" id="finding-list" role="list">
${chosen.map((placed) => findingItem(placed, pictures))}</ol>
<p class="empty" id="no-match" hidden>No finding matches. <button type="button" id="clear-filters">Clear the filters</button></p>
<p class="more"><button type="button" id="show-more" hidden>Show more</button></p>`
}
</section>`;
}

function shownText(shown: number, total: number): string {
  if (shown === total) return `All ${formatCount(total)} findings, defects first.`;
  return `Showing ${formatCount(shown)} of ${formatCount(total)}; all of them are in findings.jsonl. Defects come first, and every kind gets its turn.`;
}

/** Filters work on what is listed, hence they count what is listed. Hidden until the script shows them. */
function controls(chosen: readonly PlacedFinding[]): Markup {
  const values = (pick: (placed: PlacedFinding) => string | undefined) => chosen.map(pick);
  return html`<form class="controls" id="finding-controls" hidden>
<label class="search">Search<input type="search" id="filter-text" placeholder="words, ids, files" autocomplete="off" spellcheck="false"></label>
${filter(
  'severity',
  'Severity',
  values(({ finding }) => finding.severity),
  severities,
)}
${filter(
  'audit',
  'Audit',
  values(({ auditId }) => auditId),
)}
${filter(
  'kind',
  'Kind',
  values(({ finding }) => finding.kind),
)}
${filter(
  'modality',
  'Modality',
  values(({ finding }) => finding.modality),
)}
${filter(
  'task',
  'Task',
  values(({ finding }) => finding.task),
)}
<label>Order<select id="finding-order"><option value="">Severity</option>${[
    'audit',
    'kind',
    'modality',
    'task',
  ].map((name) => html`<option value="${name}">${capitalised(name)}</option>`)}</select></label>
<p class="hint"><output id="finding-count" aria-live="polite"></output> <span class="keys"><kbd>j</kbd> <kbd>k</kbd> next, previous · <kbd>/</kbd> search · <kbd>Esc</kbd> clear</span></p>
</form>`;
}

function filter(
  name: string,
  label: string,
  values: readonly (string | undefined)[],
  order?: readonly string[],
): Insertable {
  const counts = new Map<string, number>();
  for (const value of values)
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  const named = order?.filter((value) => counts.has(value)) ?? [...counts.keys()].sort();
  if (named.length === 0) return false;
  return html`<label>${label}<select data-filter="${name}"><option value="">All</option>${named.map(
    (value) =>
      html`<option value="${value}">${name === 'kind' ? spaced(value) : value} (${formatCount(counts.get(value) ?? 0)})</option>`,
  )}</select></label>`;
}

function findingItem(
  { auditId, finding }: PlacedFinding,
  pictures: Thumbnails | undefined,
): Markup {
  const { id, kind, severity, modality, task } = finding;
  const labels = [auditId, spaced(kind), modality, task].filter((label) => label !== undefined);
  return html`<li class="finding" id="finding-${id}" tabindex="-1" data-severity="${severity}" data-audit="${auditId}" data-kind="${kind}" data-modality="${modality ?? ''}" data-task="${task ?? ''}">
<header>${severityBadge(severity)}<h3>${finding.title}</h3><a class="permalink" href="#finding-${id}" aria-label="Link to finding ${id}">#${id}</a></header>
${subjectBlocks(finding, pictures)}
<footer>${valueList(finding.values)}<p class="labels">${labels.map((label) => html`<span>${label}</span>`)}</p></footer>
</li>
`;
}

/** Answers beside each other, under what they answer. */
function subjectBlocks({ id, subjects }: Finding, pictures: Thumbnails | undefined): Markup {
  const answers = subjects.filter(({ role }) => role === 'answer');
  const others = subjects.filter(({ role }) => role !== 'answer');
  return html`${others.length > 0 && html`<div class="subjects">${others.map((subject) => subjectBlock(subject, pictures))}</div>`}${
    answers.length > 0 && answersBlock(id, answers)
  }`;
}

function subjectBlock(subject: Subject, pictures: Thumbnails | undefined): Markup {
  const { role, key, split, source, excerpt } = subject;
  const path = subject.media ?? (role === 'media' ? key : undefined);
  const shown = pictures && path !== undefined && picture(path, pictures);
  return html`<figure class="subject${shown && ' pictured'}">
${shown}
<figcaption><span class="origin">${split !== undefined && html`<span class="split split-${split}">${split}</span>`}${role}</span>
${excerpt !== undefined && html`<blockquote dir="auto">${excerpt}</blockquote>`}
<code class="key" dir="auto">${breakable(key)}</code>
${source && html`<code class="source">${sourceMarkup(source)}</code>`}
</figcaption></figure>`;
}

/** Only inline raster pictures are shown: nothing in a report may load anything. */
export function picture(path: string, thumbnails: Thumbnails): Markup {
  const uri = thumbnails.get(path);
  if (uri === undefined || !/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/.test(uri)) {
    return html`<div class="no-picture">no picture available</div>`;
  }
  return html`<img src="${uri}" alt="Picture ${path}" decoding="async">`;
}

function valueList(values: Readonly<Record<string, number | string>>): Insertable {
  const entries = Object.entries(values);
  if (entries.length === 0) return false;
  return html`<dl class="values">${entries.map(
    ([name, value]) =>
      html`<div><dt>${spaced(name)}</dt><dd>${typeof value === 'number' ? formatPlainNumber(value) : value}</dd></div>`,
  )}</dl>`;
}
