import {
  answerText,
  architectureNames,
  formatParameters,
  mediaText,
  precisionText,
  selectionText,
  slideText,
} from '../../reports/model-wording.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import type { CheckedAnswer } from '../engine-check/engine-check.ts';
import type { ModelCard } from '../model-card/model-card.ts';

const shownCharacters = 48;

/** The checkpoints of a run and what they answered, as lines for a terminal; none without a checkpoint. */
export function modelSummary({ models, engineCheck }: AuditRun): string[] {
  const width = Math.max(0, ...models.map(({ name }) => name.length));
  const cards = models.flatMap((card) => cardLine(card, width));
  if (cards.length === 0) return [];
  const check = (engineCheck?.items ?? []).flatMap(({ source, media, answers }) => [
    `  ${[`${source.file}:${source.line}`, mediaText(media), ...media.flatMap((one) => slideText(one) ?? [])].join(', ')}`,
    ...answers.map((answer) => `    ${answer.model.padEnd(width)}  ${answerLine(answer)}`),
  ]);
  return [
    'Checkpoints',
    ...cards,
    '',
    ...(check.length > 0 ? ['Engine check, outside every figure above', ...check, ''] : []),
  ];
}

function cardLine({ name, checkpoint }: ModelCard, width: number): string[] {
  if (checkpoint === undefined) return [];
  const label = `  ${name.padEnd(width)}  `;
  if (checkpoint.status === 'not-run') return [`${label}NOT-RUN: ${checkpoint.reason}`];
  const { architecture, parameters, selection, parity } = checkpoint;
  const facts = `${architectureNames[architecture]}, ${formatParameters(parameters.total)} parameters, ${precisionText(checkpoint)}`;
  const outcome =
    parity.verdict === 'not-run'
      ? parity.reason
      : `in ${parity.stages.length} stages${parity.note === undefined ? '' : ', not all settings covered'}`;
  const selected = selection ? `, selection ${selectionText(selection)}` : '';
  return [`${label}${facts}${selected}; parity ${parity.verdict.toUpperCase()} ${outcome}`];
}

function answerLine(answer: CheckedAnswer): string {
  if (answer.status !== 'answered') return `${answer.status.toUpperCase()}: ${answer.reason}`;
  return `“${oneLine(answer.text)}” ${answerText(answer)}`;
}

/** Text without line breaks and without what a terminal would take for a command. */
function oneLine(text: string): string {
  const characters = Array.from(text.replaceAll(/\s+/g, ' ').replaceAll(/\p{C}/gu, '\uFFFD'));
  return characters.length <= shownCharacters
    ? characters.join('')
    : `${characters.slice(0, shownCharacters - 1).join('')}…`;
}
