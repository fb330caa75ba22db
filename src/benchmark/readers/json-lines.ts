import { type ByteChunks, type FileRecord, parseRecord } from './records.ts';

const newline = 0x0a;

/**
 * Reads JSON Lines, one object a line. A broken line is reported and reading goes on.
 *
 * Lines are cut on bytes, so a chunk may end inside a character or an escape; a line may be of any
 * length up to V8's longest string (512 MB). Empty lines are skipped.
 *
 * @param chunks The file's bytes.
 * @yields Batches of records, in file order.
 */
export async function* readJsonLines(chunks: ByteChunks): AsyncGenerator<FileRecord[]> {
  let pending: Buffer[] = [];
  let line = 0;
  for await (const chunk of chunks) {
    const batch: FileRecord[] = [];
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      line++;
      pushLine(batch, takeText(pending, chunk, start, end), line);
      pending = [];
      start = end + 1;
    }
    if (start < chunk.length) pending.push(chunk.subarray(start));
    if (batch.length > 0) yield batch;
  }
  const last: FileRecord[] = [];
  pushLine(last, Buffer.concat(pending).toString('utf8'), line + 1);
  if (last.length > 0) yield last;
}

function pushLine(batch: FileRecord[], text: string, line: number): void {
  const trimmed = text.trim();
  if (trimmed !== '') batch.push(parseRecord(trimmed, line));
}

/** Text of the bytes held back from earlier chunks and of `chunk[start, end)`. */
export function takeText(
  pending: readonly Buffer[],
  chunk: Buffer,
  start: number,
  end: number,
): string {
  if (pending.length === 0) return chunk.toString('utf8', start, end);
  return Buffer.concat([...pending, chunk.subarray(start, end)]).toString('utf8');
}
