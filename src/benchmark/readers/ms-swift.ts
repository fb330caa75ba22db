import type { Box } from '../benchmark.ts';
import { placeholderCount, withoutPlaceholders } from '../placeholders.ts';
import { asText, columnFor } from './columns.ts';
import { exchangeOf, mediaInMessages, turnsOf } from './conversation.ts';
import { readBoxes } from './flat-row.ts';
import { mediaNames } from './images.ts';
import type { DatasetRow, ReadContext, Reader, Rejection, RowRemark } from './reader.ts';
import type { GoodRecord } from './records.ts';

const conversationColumns: ReadonlySet<string> = new Set([
  'messages',
  'conversations',
  'conversation',
  'query',
  'response',
  'history',
  'instruction',
  'input',
  'output',
  'system',
  'images',
  'image',
  'videos',
  'audios',
  'objects',
  'rejected_response',
  'label',
  'tools',
]);

/**
 * ms-swift datasets: a JSON array or JSON Lines with any of its key variants.
 *
 * A row is one item: several user turns become one question, the last assistant turn is the answer.
 * `objects` fill `<ref-object>`; boxes that the user's text shows are part of the question, the
 * others are the reference.
 *
 * Source: modelscope/ms-swift, "Custom dataset" and swift/dataset preprocessors.
 */
export const msSwift: Reader<DatasetRow> = {
  id: 'ms-swift',
  sniff: ({ records }) =>
    records.length > 0 && records.every(({ value }) => turnsOf(value) !== undefined),
  open: (context) => ({ convert: (record) => conversationRow(record, context) }),
};

/** A dataset row of a record that holds a conversation. */
export function conversationRow(record: GoodRecord, context: ReadContext): DatasetRow | Rejection {
  const row = record.value;
  const turns = turnsOf(row);
  if (!turns)
    return { line: record.line, rejected: 'no-question', detail: 'the row holds no conversation' };
  const { system, userText, answer } = exchangeOf(turns);
  const media = conversationMedia(row, context);
  const objects = readObjects(row.objects, userText, answer ?? '');
  const id = columnFor(row, 'id', context.columns, ['id', 'question_id']);
  return {
    line: record.line,
    ...(id !== undefined && { id: asText(row[id])! }),
    ...(system !== undefined && { system }),
    userText,
    ...(objects.question !== undefined && { question: withoutPlaceholders(objects.question) }),
    options: [],
    answer: answer ?? '',
    boxes: objects.boxes,
    media,
    columns: row,
    consumed: id === undefined ? conversationColumns : new Set([...conversationColumns, id]),
    remarks: [...mediaRemarks(userText, media), ...objects.remarks],
  };
}

/** Media of a conversation row: images, videos, audios, each a list or a single path; else those its messages name. */
export function conversationMedia(row: GoodRecord['value'], context: ReadContext): string[] {
  const images = columnFor(row, 'image', context.columns, ['images', 'image']);
  const cells = [images === undefined ? undefined : row[images], row.videos, row.audios];
  const media = cells.flatMap((cell) => mediaNames(cell, context));
  return media.length > 0 ? media : mediaNames(mediaInMessages(row), context);
}

function mediaRemarks(userText: string, media: readonly string[]): RowRemark[] {
  const count = placeholderCount(userText);
  if (count === media.length) return [];
  return [
    { reason: 'media-count-differs', detail: `${count} placeholders, ${media.length} media` },
  ];
}

interface RowObjects {
  /** The user's text with its `<ref-object>` filled in, where it has one. */
  readonly question?: string;
  readonly boxes: readonly Box[];
  readonly remarks: readonly RowRemark[];
}

function readObjects(objects: unknown, userText: string, answer: string): RowObjects {
  if (typeof objects !== 'object' || objects === null) return { boxes: [], remarks: [] };
  const { ref, bbox } = objects as { ref?: unknown; bbox?: unknown };
  const names = Array.isArray(ref) ? ref.map(String) : [];
  const inQuestion = userText.split('<bbox>').length - 1;
  const inAnswer = answer.split('<bbox>').length - 1;
  const given = Array.isArray(bbox) ? bbox : [];
  const reference = inAnswer > 0 || inQuestion === 0 ? given.slice(inQuestion) : [];
  const boxes = readBoxes(reference);
  const lost = reference.length - boxes.length;
  let next = 0;
  return {
    ...(names.length > 0 && {
      question: userText.replaceAll('<ref-object>', (tag) => names[next++] ?? tag),
    }),
    boxes,
    remarks: boxRemarks(Math.min(inQuestion, given.length), lost),
  };
}

function boxRemarks(shown: number, lost: number): RowRemark[] {
  const remarks: RowRemark[] = [];
  if (shown > 0)
    remarks.push({
      reason: 'box-in-question',
      detail: `${shown} boxes of the question are not kept: models are shown the tag <bbox>`,
    });
  if (lost > 0)
    remarks.push({
      reason: 'box-not-flat',
      detail: `${lost} boxes without four numbers are left out`,
    });
  return remarks;
}
