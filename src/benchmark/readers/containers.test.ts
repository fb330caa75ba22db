import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDelimited } from './delimited.ts';
import { readJsonArray } from './json-array.ts';
import { readJsonLines } from './json-lines.ts';
import type { ByteChunks, FileRecord } from './records.ts';

async function collect(batches: AsyncIterable<FileRecord[]>): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for await (const batch of batches) records.push(...batch);
  return records;
}

/** The text's bytes, cut every `size` bytes, in the middle of characters and escapes too. */
function chunksOf(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text);
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

const array = (chunks: ByteChunks) => collect(readJsonArray(chunks, 'rows.json'));
const lines = (chunks: ByteChunks) => collect(readJsonLines(chunks));
const table = (chunks: ByteChunks) => collect(readDelimited(chunks, 'rows.tsv', '\t'));
const whole = (text: string): Buffer[] => [Buffer.from(text)];

/** Text that is hard to cut: brackets and quotes in strings, escapes, several bytes a character. */
const nasty = fc.stringMatching(/^[a"\\{}[\],: \n乳é😀]{0,12}$/u);
const rows = fc.array(
  fc.dictionary(nasty, fc.oneof(nasty, fc.integer(), fc.constant(null), fc.array(nasty))),
);

describe('JSON arrays', () => {
  test('gives the rows that JSON.parse gives, wherever the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(undefined, 2),
        async (values, size, indent) => {
          const text = JSON.stringify(values, null, indent);
          const found = await array(chunksOf(text, size));
          expect(found.map((record) => 'value' in record && record.value)).toEqual(
            JSON.parse(text),
          );
        },
      ),
    );
  });

  test('numbers the first line of each row', async () => {
    const found = await array(whole('\n[\n{"a":1},\n\n{\n"a":2}\n, {"a":3}]\n'));
    expect(found.map(({ line }) => line)).toEqual([3, 5, 7]);
  });

  test('passes over a row that is cut right but does not parse', async () => {
    const found = await array(whole('[{"a":1},\n{"a":tru},\n{"a":3}]'));
    expect(
      found.map((record) => ('value' in record ? record.value : [record.line, record.reason])),
    ).toEqual([{ a: 1 }, [2, 'broken-json'], { a: 3 }]);
  });

  test('reads NaN and Infinity as empty and says so, but not inside texts', async () => {
    const found = await array(whole('[{"a": NaN, "b": -Infinity, "c": "NaN"}]'));
    expect(found).toEqual([{ line: 1, value: { a: null, b: null, c: 'NaN' }, nonFinite: true }]);
  });

  test.each([
    ['[{"a":1},\n{"a":2', 'rows.json:2: the file ends inside the row that starts at line 2'],
    ['[{"a":1}\n', 'rows.json:2: the file ends before its closing "]"'],
    ['[{"a":1},\n{"a":[2}]\n]', 'rows.json:2: "}" closes nothing that is open'],
    ['[{"a":"1},\n{"a":2}]', 'rows.json:1: a line ends inside a string'],
    ['[{"a":1}\n, oops]', 'rows.json:2: expected a row in braces, found "oops]"'],
    ['[{"a":1}]\n[{"a":2}]', 'rows.json:2: there is more behind the closing "]"'],
  ])('stops with one line where the structure breaks: %j', async (text, message) => {
    await expect(array(whole(text))).rejects.toThrow(
      `${message}; mend the JSON array, or write one row a line (JSON Lines), where a broken row is skipped`,
    );
  });
});

describe('JSON Lines', () => {
  test('gives the rows that were written, wherever the chunks are cut', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 40 }), async (values, size) => {
        const text = values.map((value) => JSON.stringify(value)).join('\n');
        const found = await lines(chunksOf(text, size));
        expect(found.map((record) => 'value' in record && record.value)).toEqual(
          JSON.parse(JSON.stringify(values)),
        );
      }),
    );
  });

  test('reads on behind a broken line, an empty one and one that is no object', async () => {
    const found = await lines(whole('{"a":1}\r\n{"a":\n\n[1]\n{"a":5}'));
    expect(found).toEqual([
      { line: 1, value: { a: 1 } },
      { line: 2, broken: 'not valid JSON', reason: 'broken-json' },
      { line: 4, broken: 'expected an object, found [1]', reason: 'not-an-object' },
      { line: 5, value: { a: 5 } },
    ]);
  });

  test('reads a line that spans many chunks', async () => {
    const long = 'x'.repeat(1_000_000);
    const found = await lines(chunksOf(`{"a":"${long}"}\n{"a":"b"}\n`, 4096));
    expect(found).toEqual([
      { line: 1, value: { a: long } },
      { line: 2, value: { a: 'b' } },
    ]);
  });
});

describe('tables', () => {
  test('gives the cells that were written, wherever the chunks are cut', async () => {
    const cells = fc.array(fc.tuple(nasty, nasty, fc.constantFrom('x', 'y z')));
    await fc.assert(
      fc.asyncProperty(cells, fc.integer({ min: 1, max: 40 }), async (values, size) => {
        const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
        const text = ['a\tb\tc', ...values.map((row) => row.map(quoted).join('\t'))].join('\n');
        const found = await table(chunksOf(`${text}\n`, size));
        expect(found.map((record) => 'value' in record && record.value)).toEqual(
          values.map(([a, b, c]) => ({ a, b, c })),
        );
      }),
    );
  });

  test('numbers the first line of each row, fills short rows and refuses long ones', async () => {
    const found = await table(whole('a\tb\n"1\n2"\t3\n4\n5\t6\t7\n8\t9\n'));
    expect(found).toEqual([
      { line: 2, value: { a: '1\n2', b: '3' } },
      { line: 4, value: { a: '4', b: '' } },
      { line: 5, broken: '3 fields under 2 columns', reason: 'column-count' },
      { line: 6, value: { a: '8', b: '9' } },
    ]);
  });

  test('stops with one line where a quote is never closed, the rows before it in hand', async () => {
    const found: FileRecord[] = [];
    const reading = async (): Promise<void> => {
      for await (const batch of readDelimited(
        whole('a\tb\n1\t2\n3\t"4\n5\t6\n'),
        'rows.tsv',
        '\t',
      )) {
        found.push(...batch);
      }
    };
    await expect(reading()).rejects.toThrow(
      'rows.tsv:3: the row that starts here cannot be read (CSV_QUOTE_NOT_CLOSED); close its quotes',
    );
    expect(found).toEqual([{ line: 2, value: { a: '1', b: '2' } }]);
  });

  test('holds a cell of several megabytes', async () => {
    const long = 'QUJD'.repeat(1_000_000);
    const found = await table(chunksOf(`a\tb\n1\t${long}\n`, 65_536));
    expect(found).toEqual([{ line: 2, value: { a: '1', b: long } }]);
  });
});
