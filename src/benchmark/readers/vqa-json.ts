import { isPresent } from './columns.ts';
import { flatRow } from './flat-row.ts';
import type { DatasetRow, Reader } from './reader.ts';

const imageColumns = ['image_name', 'img_name', 'image', 'image_id', 'img_id'];

/**
 * VQA-RAD, SLAKE and their kind: JSON rows with `question`, `answer` and an image name or id.
 * Extra columns (`answer_type`, `content_type`, `modality`) become fields and attributes.
 */
export const vqaJson: Reader<DatasetRow> = {
  id: 'vqa-json',
  sniff: ({ container, records }) =>
    container !== 'delimited' &&
    records.length > 0 &&
    records.every(
      ({ value }) =>
        'question' in value &&
        'answer' in value &&
        imageColumns.some((column) => isPresent(value[column])),
    ),
  open: (context) => ({ convert: (record) => flatRow(record, context) }),
};
