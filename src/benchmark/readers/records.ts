/** One record of a file: an object with its first line, or a place where none could be read. */
export type FileRecord =
  | {
      readonly line: number;
      readonly value: Readonly<Record<string, unknown>>;
      readonly nonFinite?: boolean;
    }
  | {
      readonly line: number;
      readonly broken: string;
      readonly reason: 'broken-json' | 'not-an-object' | 'column-count';
    };

/** A record that could be read. */
export type GoodRecord = Extract<FileRecord, { value: unknown }>;

/** How a file holds its records. Parquet and inspect's ZIP logs will be further containers. */
export type Container = 'json-array' | 'json-lines' | 'delimited';

/** Bytes of a file, piece by piece. */
export type ByteChunks = AsyncIterable<Buffer> | Iterable<Buffer>;

/**
 * Parses one JSON object of a file.
 *
 * Python writes NaN and Infinity, which JSON does not know: they become null and are reported.
 *
 * @param text The object's text.
 * @param line Its first line, from 1.
 */
export function parseRecord(text: string, line: number): FileRecord {
  let value: unknown;
  let nonFinite = false;
  try {
    value = JSON.parse(text);
  } catch {
    try {
      value = JSON.parse(replaceNonFinite(text));
      nonFinite = true;
    } catch {
      return { line, broken: 'not valid JSON', reason: 'broken-json' };
    }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, broken: `expected an object, found ${excerpt(text)}`, reason: 'not-an-object' };
  }
  return { line, value: value as Record<string, unknown>, ...(nonFinite && { nonFinite }) };
}

/** Replaces NaN, Infinity and -Infinity outside of strings by null. */
function replaceNonFinite(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/gs, (token) =>
    token.startsWith('"') ? token : 'null',
  );
}

function excerpt(text: string): string {
  return text.length > 100 ? `${text.slice(0, 97)}…` : text;
}
