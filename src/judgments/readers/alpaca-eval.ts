import { contentHash } from '../../benchmark/content-hash.ts';
import type { Rejection } from '../../benchmark/readers/reader.ts';
import type { GoodRecord } from '../../benchmark/readers/records.ts';
import { answersOf, cellNumber, cellText } from './cells.ts';
import type { JudgmentContext, JudgmentReader, JudgmentRow, Unscored } from './judgment-row.ts';

/**
 * AlpacaEval annotations (`annotations.json`): a preference of 1 (`output_1`) to 2 (`output_2`),
 * which of the two stood first is not told. An old 0 is a tie; null is a failed annotation.
 *
 * Source: tatsu-lab/alpaca_eval, pairwise annotations.
 */
export const alpacaEval: JudgmentReader = {
  id: 'alpaca-eval',
  scale: [1, 2],
  sniff: ({ records }) =>
    records.every(({ value }) =>
      ['instruction', 'generator_1', 'generator_2', 'preference'].every((name) => name in value),
    ),
  open: (context) => ({ convert: (record) => convert(record, context) }),
};

function convert({ line, value }: GoodRecord, context: JudgmentContext): JudgmentRow | Rejection {
  const instruction = cellText(value.instruction);
  const [first, second] = [cellText(value.generator_1), cellText(value.generator_2)];
  if (instruction === undefined || first === undefined || second === undefined)
    return {
      line,
      rejected: 'no-name',
      detail: 'the row has no instruction, generator_1 or generator_2',
    };
  const dataset = cellText(value.dataset);
  const hash = contentHash(instruction, []);
  const grader = cellText(value.annotator) ?? context.grader;
  return {
    line,
    item: {
      name: dataset === undefined ? hash : `${dataset}/${hash}`,
      userText: instruction,
      ...(dataset !== undefined && { subset: dataset }),
    },
    judgments: [
      {
        kind: 'pair',
        grader,
        first,
        second,
        orderKnown: false,
        preference: preferenceOf(value.preference),
      },
    ],
    answers: answersOf([first, value.output_1], [second, value.output_2]),
  };
}

function preferenceOf(value: unknown): number | Unscored {
  if (value === null || value === undefined) return 'failed';
  const preference = cellNumber(value);
  if (preference === 0) return 0.5;
  if (preference === undefined) return 'unparsed';
  return preference < 1 || preference > 2 ? 'out-of-range' : 2 - preference;
}
