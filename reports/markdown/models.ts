import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { CheckedAnswer, CheckedItem } from '../../src/engine-check/engine-check.ts';
import type { ModelCard } from '../../src/model-card/model-card.ts';
import {
  answerText,
  architectureNames,
  engineCheckLead,
  formatParameters,
  mediaText,
  precisionText,
  selectionText,
  slideText,
  worstStageText,
} from '../model-wording.ts';
import { formatCount } from '../numbers.ts';
import { shortened, verdictWords } from '../wording.ts';
import { escapeMarkdown, markdownTable } from './escape.ts';

const shownCharacters = 160;

/** Which model, precision and selection stand behind an answer, in one line a model. */
export function modelsTable({ models }: AuditRun): string {
  if (models.length === 0) return '';
  const columns = ['Model', 'Role', 'Recorded', 'Checkpoint', 'Precision', 'Selection', 'Parity'];
  const table = markdownTable(columns, models.map(modelRow));
  const note = models.find(({ recorded }) => recorded !== undefined)?.recorded?.note ?? '';
  return ['### Models', table, escapeMarkdown(note)].filter(Boolean).join('\n\n');
}

function modelRow({ name, role, recorded, checkpoint, endpoint }: ModelCard): string[] {
  const files = (recorded?.files ?? []).map(
    ({ file, condition, answers }) =>
      `${file} (${formatCount(answers)}${condition === 'real' ? '' : `, ${condition}`})`,
  );
  const row = [name, role, files.join(', ') || '–'];
  if (checkpoint === undefined) {
    const server = endpoint === undefined ? '–' : `${endpoint.url}, as ${endpoint.model}`;
    return [...row, server, '–', '–', '–'];
  }
  if (checkpoint.status === 'not-run') {
    return [...row, checkpoint.path, '–', '–', `${verdictWords['not-run']}: ${checkpoint.reason}`];
  }
  const { path, architecture, parameters, selection, fingerprint, parity } = checkpoint;
  const kind = `${architectureNames[architecture]}, ${formatParameters(parameters.total)} parameters`;
  const detail =
    parity.verdict === 'not-run'
      ? parity.reason
      : [worstStageText(parity), parity.note ?? ''].filter(Boolean).join(' ');
  return [
    ...row,
    `${path}: ${kind}, fingerprint ${fingerprint.id}`,
    precisionText(checkpoint),
    selectionText(selection),
    `${verdictWords[parity.verdict]}: ${detail}`,
  ];
}

/** What the checkpoints answered, a row an item. */
export function engineCheckTable({ engineCheck: check }: AuditRun): string {
  if (!check) return '';
  const models = check.items[0]?.answers.map(({ model }) => model) ?? [];
  const columns = ['Item', 'Media', 'Question', 'Reference answer', ...models];
  const table = markdownTable(columns, check.items.map(itemRow));
  return ['### Engine check', escapeMarkdown(engineCheckLead(check.maxNewTokens)), table].join(
    '\n\n',
  );
}

function itemRow({ source, media, excerpt, reference, answers }: CheckedItem): string[] {
  return [
    `${source.file}:${source.line}`,
    [mediaText(media), ...media.flatMap((medium) => slideText(medium) ?? [])].join('; '),
    shortened(excerpt, shownCharacters),
    shortened(reference, shownCharacters),
    ...answers.map(answerCell),
  ];
}

function answerCell(answer: CheckedAnswer): string {
  if (answer.status !== 'answered') return `${verdictWords[answer.status]}: ${answer.reason}`;
  return `“${shortened(answer.text, shownCharacters)}” (${answerText(answer)})`;
}
