import type { AuditRun } from '../../src/audit/audit-run.ts';
import type {
  CardParity,
  EndpointCard,
  ModelCard,
  OpenedCheckpoint,
  RecordedAnswers,
  UnopenedCheckpoint,
} from '../../src/model-card/model-card.ts';
import {
  architectureNames,
  formatParameters,
  formatSize,
  type JudgedParity,
  type ParityStage,
  parityText,
  selectionText,
  stageText,
  worstStageText,
} from '../model-wording.ts';
import { formatCount } from '../numbers.ts';
import { plural } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { modelId } from './model-link.ts';
import { parityFigure } from './parity-figure.ts';
import { breakable } from './path.ts';
import { scoredModels } from './scores.ts';
import { seriesKey, verdictBadge } from './symbols.ts';
import { dataTable } from './table.ts';

/** Missing parts on a card before the rest is only counted. */
const mostMissing = 5;

/** A card for every model: which model, which precision and which selection stand behind an answer. */
export function modelsSection(run: AuditRun): Markup {
  return html`<section id="models" aria-labelledby="models-title">
<h2 id="models-title">Models</h2>
${
  run.models.length === 0
    ? html`<p class="empty">The config names no model.</p>`
    : html`<p class="lead">Scores are made from recorded answers and from those of the battery. A checkpoint is hashed, and this build’s code for its architecture is compared with the reference, stage by stage; only a model that passes may answer.</p>
${[true, false].map((opened) => cardGrid(run, opened))}`
}
</section>`;
}

/** Opened checkpoints stand side by side, the shorter cards of the other models below. */
function cardGrid(run: AuditRun, opened: boolean): Insertable {
  const scored = scoredModels(run);
  const cards = run.models
    .map((card, place) => ({ card, place }))
    .filter(({ card }) => (card.checkpoint?.status === 'opened') === opened);
  return (
    cards.length > 0 &&
    html`<div class="model-cards${opened && ' opened'}">
${cards.map(({ card, place }) => modelCard(card, place, scored.indexOf(card.name)))}</div>
`
  );
}

function modelCard(card: ModelCard, place: number, series: number): Markup {
  const { name, role, family, recorded, checkpoint, endpoint } = card;
  const id = modelId(place);
  return html`<article class="model-card" id="${id}" aria-labelledby="${id}-title">
<header>${series >= 0 && seriesKey(series)}<h3 id="${id}-title">${name}</h3><p class="role">${role}${family !== undefined && `, family ${family}`}</p></header>
<dl class="model-facts">${recorded && recordedFact(recorded)}${checkpoint && checkpointFacts(checkpoint)}${endpoint && endpointFact(endpoint)}${!recorded && !checkpoint && !endpoint && fact('Answers', html`<span class="absent">none: no recorded answers, no checkpoint, no server</span>`)}</dl>
${checkpoint?.status === 'opened' && paritySection(checkpoint.parity)}
${checkpoint?.status === 'opened' && folds(name, checkpoint)}
</article>
`;
}

function fact(title: string, content: Insertable): Markup {
  return html`<div><dt>${title}</dt><dd>${content}</dd></div>`;
}

function recordedFact({ files, note }: RecordedAnswers): Markup {
  const lines = files.map(
    ({ file, condition, answers }) =>
      html`<li><code>${breakable(file)}</code> <span class="sample">${plural(answers, formatCount(answers), 'answer')}${condition !== 'real' && `, condition “${condition}”`}</span></li>`,
  );
  return fact('Recorded', html`<ul role="list">${lines}</ul><small>${note}</small>`);
}

function endpointFact({ url, model }: EndpointCard): Markup {
  return fact(
    'Server',
    html`<code>${breakable(url)}</code>, as <code>${breakable(model)}</code><small>Which weights, precision and template stand behind it is not on record.</small>`,
  );
}

function checkpointFacts(checkpoint: OpenedCheckpoint | UnopenedCheckpoint): Insertable {
  const path = html`<code>${breakable(checkpoint.path)}</code>`;
  if (checkpoint.status === 'not-run') {
    return fact(
      'Checkpoint',
      html`${path}<p class="parity-verdict">${verdictBadge('not-run')}</p><small>${checkpoint.reason}</small>`,
    );
  }
  const { architecture, parameters, precision, selection, missing } = checkpoint;
  const { total, vision, decoder, slide } = parameters;
  const parts = [
    `vision ${formatParameters(vision)}`,
    `decoder ${formatParameters(decoder)}`,
    ...(slide > 0 ? [`slide branch ${formatParameters(slide)}`] : []),
  ];
  return [
    fact('Checkpoint', path),
    fact(
      'Architecture',
      html`<b>${architectureNames[architecture]}</b>, ${formatParameters(total)} parameters<small>${parts.map((part, index) => html`${index > 0 && ', '}<span class="nowrap">${part}</span>`)}</small>`,
    ),
    fact('Precision', html`<b>${precision}</b>`),
    fact('Selection', selectionText(selection)),
    missing.length > 0 && fact('Missing', missingList(missing)),
  ];
}

function missingList(missing: readonly string[]): Markup {
  const more = missing.length - mostMissing;
  return html`<ul role="list">${missing.slice(0, mostMissing).map((part) => html`<li class="failed">${part}</li>`)}${more > 0 && html`<li>and ${formatCount(more)} more</li>`}</ul>`;
}

function paritySection(parity: CardParity): Markup {
  return html`<div class="parity">
<h4>${verdictBadge(parity.verdict)} Parity with the reference</h4>
<p>${parityText(parity)}${parity.verdict !== 'not-run' && ` ${worstStageText(parity)}`}</p>
${parity.verdict !== 'not-run' && parity.note !== undefined && html`<p class="parity-note">${parity.note}</p>`}
${parity.verdict !== 'not-run' && html`${parityFigure(parity.stages)}${otherStages(parity.stages)}`}
</div>`;
}

/** What has no error to draw: stages that are equal or not, and those that are only measured. */
function otherStages(stages: readonly ParityStage[]): Markup {
  const exact = stages.filter(({ tolerance }) => tolerance === 'exact');
  const equal = exact.filter(({ passed }) => passed).map(({ name }) => name);
  const rest = stages.filter(
    ({ tolerance, passed }) => tolerance === 'reported' || (tolerance === 'exact' && !passed),
  );
  return html`<ul class="fine stage-notes" role="list">${equal.length > 0 && html`<li>Exactly equal: ${equal.join(', ')}.</li>`}${rest.map(
    (stage) =>
      html`<li${!stage.passed && html` class="failed"`}>${stage.name}: ${stageText(stage)} (${stage.compared}).</li>`,
  )}</ul>`;
}

function folds(name: string, { parity, quirks, fingerprint }: OpenedCheckpoint): Markup {
  const { files, id } = fingerprint;
  return html`<div class="small-print">
${parity.verdict !== 'not-run' && fold('Every stage', stageTable(name, parity))}
${quirks.length > 0 && fold(plural(quirks.length, formatCount(quirks.length), 'quirk'), quirkList(quirks))}
${fold(
  `Fingerprint ${id}`,
  dataTable(
    `Files that decide what ${name} computes`,
    [{ title: 'File' }, { title: 'Size', numeric: true }, { title: 'SHA-256' }],
    files.map(({ file, sizeBytes, sha256 }) => [
      html`<code>${breakable(file)}</code>`,
      formatSize(sizeBytes),
      html`<code class="hash">${sha256.slice(0, 32)}<wbr>${sha256.slice(32)}</code>`,
    ]),
  ),
)}
</div>`;
}

function fold(title: string, content: Markup): Markup {
  return html`<details><summary>${title}</summary><div class="details-body">${content}</div></details>`;
}

function stageTable(name: string, { stages, build, onnxRuntime }: JudgedParity): Markup {
  return dataTable(
    `Stages of ${name}, from text and media to tokens`,
    [
      { title: 'Stage' },
      { title: 'Compared' },
      { title: 'Largest error', numeric: true },
      { title: 'Outcome' },
    ],
    stages.map((stage) => [
      stage.name,
      stage.compared,
      stageText(stage),
      stage.tolerance === 'reported'
        ? 'measured'
        : html`<b class="${stage.passed ? 'passed' : 'failed'}">${stage.passed ? 'ok' : 'FAIL'}</b>`,
    ]),
    `Build ${build}, ONNX Runtime ${onnxRuntime}.`,
  );
}

function quirkList(quirks: OpenedCheckpoint['quirks']): Markup {
  return html`<dl class="quirks">${quirks.map(
    ({ id, behaviour, effect }) =>
      html`<div><dt><code>${id}</code></dt><dd>${behaviour} ${effect}</dd></div>`,
  )}</dl>`;
}
