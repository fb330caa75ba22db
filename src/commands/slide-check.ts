import {
  type CheckEncoderOptions,
  checkEncoder,
  type EncoderCheck,
  isWithin,
  worstOf,
} from '../slide/check-encoder.ts';
import { alignedRows } from './aligned-rows.ts';
import type { SlideSurroundings } from './slide-program.ts';

/** Options of `audit slide check`, as commander hands them over. */
export type SlideCheckOptions = Pick<
  CheckEncoderOptions,
  'encoder' | 'published' | 'tiles' | 'threads'
> & { readonly json: boolean };

const EXIT_CODES = { pass: 0, fail: 1, inconclusive: 3, interrupted: 130 } as const;
const MOST_ROWS = 10;

/**
 * `audit slide check`: the report on stdout, as JSON with `json`.
 *
 * @returns The exit code: 0 pass, 1 fail, 3 inconclusive, 130 interrupted.
 * @throws {AuditError} as `checkEncoder`.
 */
export async function checkSlideCommand(
  path: string,
  { json, ...options }: SlideCheckOptions,
  { cacheFolder, progress, write, signal }: SlideSurroundings,
): Promise<number> {
  const check = await checkEncoder(path, { ...options, cacheFolder, progress, signal });
  write(json ? `${JSON.stringify(check, null, 2)}\n` : renderEncoderCheck(check));
  return EXIT_CODES[check.verdict];
}

/** The report as text for a terminal. */
export function renderEncoderCheck(check: EncoderCheck): string {
  const { slide, published, encoder, tiles, verdict, reason, record } = check;
  const title = `${encoder.encoder} ${encoder.fingerprint}, build ${encoder.build}, ONNX Runtime ${encoder.onnxRuntime}`;
  const parts = [`Tiles of ${slide} against ${published}\n${title}\n\n`];
  if (tiles.length > 0) parts.push(figures(check));
  const off = tiles.filter((tile) => !isWithin(tile));
  if (off.length > 0) {
    const shown = off
      .slice(0, MOST_ROWS)
      .map(({ x, y, cosine, relativeError }) => [
        `tile at ${x}, ${y}`,
        `cosine ${cosine.toFixed(5)}`,
        `relative error ${relativeError.toPrecision(2)}`,
      ]);
    parts.push(`\n${off.length} of ${tiles.length} tiles are off:\n${alignedRows(shown)}`);
  }
  if (reason !== undefined) parts.push(`${reason}\n`);
  if (record !== undefined) parts.push(`\nRecord: ${record}\n`);
  return `${parts.join('')}\n${verdict.toUpperCase()}\n`;
}

function figures({ tiles, variation, tolerance }: EncoderCheck): string {
  const { smallestCosine, largestRelativeError, largestError } = worstOf(tiles);
  const { smallestCosine: cosine, largestRelativeError: relative } = tolerance;
  const whole =
    variation === undefined
      ? []
      : [
          [
            'variation not explained',
            variation.unexplained.toPrecision(2),
            `at most ${tolerance.largestUnexplained}`,
          ],
          [
            'spread of the tiles',
            variation.spread.toPrecision(2),
            `at least ${tolerance.smallestSpread}`,
          ],
        ];
  return alignedRows([
    ['compared', 'worst', 'tolerance'],
    ['tiles', String(tiles.length), ''],
    ['cosine', smallestCosine.toFixed(6), `at least ${cosine}`],
    ['relative error', largestRelativeError.toPrecision(2), `at most ${relative}`],
    ['largest difference', largestError.toPrecision(2), 'reported'],
    ...whole,
  ]);
}
