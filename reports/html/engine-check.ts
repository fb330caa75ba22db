import type { AuditRun } from '../../src/audit/audit-run.ts';
import type {
  CheckedAnswer,
  CheckedItem,
  CheckedMedium,
} from '../../src/engine-check/engine-check.ts';
import {
  answerText,
  engineCheckLead,
  mediaText,
  precisionText,
  slideText,
} from '../model-wording.ts';
import { formatCount } from '../numbers.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { picture, type Thumbnails } from './findings.ts';
import { modelLink } from './model-link.ts';
import { sourceMarkup } from './path.ts';
import { verdictBadge } from './symbols.ts';
import { truncationNote } from './table.ts';

/** What the checkpoints answered, item by item, side by side. */
export function engineCheckSection(
  run: AuditRun,
  thumbnails: Thumbnails,
  maxRows: number,
): Insertable {
  const { engineCheck: check } = run;
  if (!check) return false;
  const shown = check.items.slice(0, maxRows);
  const note = truncationNote(shown.length, check.items.length, formatCount);
  const models = check.items[0]?.answers.map(({ model }) => model) ?? [];
  return html`<section id="engine-check" aria-labelledby="engine-check-title">
<h2 id="engine-check-title">Engine check</h2>
<p class="lead">${engineCheckLead(check.maxNewTokens)}</p>
${table(run, shown, models, thumbnails)}
${note !== false && html`<p class="fine">${note}</p>`}
</section>`;
}

/** Each answer carries its model's name, so that a narrow screen can stack them. */
function table(
  run: AuditRun,
  items: readonly CheckedItem[],
  models: readonly string[],
  thumbnails: Thumbnails,
): Markup {
  return html`<div class="table-box" role="region" aria-label="Answers of the checkpoints" tabindex="0"><table class="engine-check">
<thead><tr><th scope="col">Item</th><th scope="col">Reference answer</th>${models.map((model) => html`<th scope="col">${modelLink(run, model)}${settings(run, model)}</th>`)}</tr></thead>
<tbody>
${items.map(
  (checked) =>
    html`<tr><th scope="row">${itemCell(checked, thumbnails)}</th><td data-title="Reference answer"><span dir="auto">${checked.reference}</span></td>${checked.answers.map((answer) => html`<td data-title="${answer.model}">${answerCell(answer)}</td>`)}</tr>
`,
)}</tbody>
</table></div>`;
}

/** The precision and the selection behind a model's answers. */
function settings({ models }: AuditRun, name: string): Insertable {
  const checkpoint = models.find((card) => card.name === name)?.checkpoint;
  if (checkpoint?.status !== 'opened') return false;
  const { selection } = checkpoint;
  return html`<small>${precisionText(checkpoint)}${selection && `, selection in ${selection.selectorPrecision}`}</small>`;
}

function itemCell({ excerpt, media, source }: CheckedItem, thumbnails: Thumbnails): Markup {
  const pictures = media.filter(({ path }) => thumbnails.has(path));
  return html`<span class="media-kinds">${mediaText(media)}</span>${media.map(slideNote)}
<span class="asked" dir="auto">${excerpt}</span>${pictures.length > 0 && html`<span class="asked-pictures">${pictures.map(({ path }) => picture(path, thumbnails))}</span>`}
<code class="source">${sourceMarkup(source)}</code>`;
}

/** Features of an encoder that was never compared with published ones stand out. */
function slideNote(medium: CheckedMedium): Insertable {
  const { slide } = medium;
  const unverified = slide?.origin.kind === 'touchstone' && slide.origin.status === 'unverified';
  return (
    slide && html`<small${unverified && html` class="unverified"`}>${slideText(medium)}</small>`
  );
}

function answerCell(answer: CheckedAnswer): Markup {
  if (answer.status !== 'answered') {
    return html`<div class="unanswered">${verdictBadge(answer.status)}<small>${answer.reason}</small></div>`;
  }
  const said =
    answer.text.trim() === ''
      ? html`<span class="absent">an empty answer</span>`
      : html`<q class="said" dir="auto">${answer.text}</q>`;
  return html`${said}<small>${answerText(answer)}</small>`;
}
