import { asText } from './columns.ts';
import { exchangeOf, turnsOf } from './conversation.ts';
import { conversationMedia } from './ms-swift.ts';
import type { PredictionRow, Reader } from './reader.ts';
import { isTruncated } from './truncated.ts';

/**
 * ms-swift inference results (`swift infer --result_path`): `response` is the model's answer,
 * `labels` the reference; the last assistant message repeats the answer. Rows carry no id.
 *
 * Source: modelscope/ms-swift, swift infer; issue #4693 (no row id).
 */
export const msSwiftInfer: Reader<PredictionRow> = {
  id: 'ms-swift-infer',
  sniff: ({ records }) =>
    records.length > 0 &&
    records.every(({ value }) => 'response' in value && Array.isArray(value.messages)),
  open: (context) => ({
    convert: ({ line, value }) => {
      const { userText, answer } = exchangeOf(turnsOf(value) ?? []);
      const text = asText(value.response) ?? answer;
      if (text === undefined)
        return { line, rejected: 'no-prediction', detail: 'the row holds no response' };
      const id = asText(value.id);
      const reference = asText(value.labels);
      return {
        line,
        ...(id !== undefined && { id }),
        userText,
        media: conversationMedia(value, context),
        text,
        ...(reference !== undefined && { reference }),
        truncated: isTruncated(value),
      };
    },
  }),
};
