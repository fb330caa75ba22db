import { asList, isPresent } from './columns.ts';
import type { ReadContext } from './reader.ts';

/** How the base64 of common picture formats begins: JPEG, PNG, GIF, WebP, BMP, TIFF (both byte orders). */
const base64Starts = ['/9j/', 'iVBORw0KGgo', 'R0lGOD', 'UklGR', 'Qk', 'SUkqA', 'TU0AK'];

/** Whether a text is a picture in base64 rather than a path. */
export function isInlineImage(text: string): boolean {
  if (text.startsWith('data:')) return true;
  return (
    text.length > 64 &&
    base64Starts.some((start) => text.startsWith(start)) &&
    !/[^A-Za-z0-9+/=\s]/.test(text.slice(0, 256))
  );
}

/**
 * Media names of a cell: a path, a picture in base64, Hugging Face's `{bytes, path}`, or a list of those.
 *
 * @returns Paths as written and `inline:` names of stored pictures, in order.
 */
export function mediaNames(cell: unknown, context: ReadContext): string[] {
  return asList(cell).flatMap((entry) => {
    const name = mediaName(entry, context);
    return name === undefined ? [] : [name];
  });
}

function mediaName(entry: unknown, context: ReadContext): string | undefined {
  if (typeof entry === 'string') {
    if (entry === '') return undefined;
    return isInlineImage(entry) ? context.storeInline(decodeInline(entry)) : entry;
  }
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { path, bytes, url } = entry as Record<string, unknown>;
  if (typeof path === 'string' && path !== '') return path;
  if (typeof bytes === 'string' && isPresent(bytes))
    return context.storeInline(decodeInline(bytes));
  return typeof url === 'string' ? mediaName(url, context) : undefined;
}

function decodeInline(text: string): Buffer {
  const comma = text.startsWith('data:') ? text.indexOf(',') : -1;
  return Buffer.from(text.slice(comma + 1), 'base64');
}
