import { type EncodedSlide, type EncodeSlideOptions, encodeSlide } from '../slide/encode-slide.ts';
import type { SlideSurroundings } from './slide-program.ts';

/** Options of `audit slide encode`, as commander hands them over. */
export type SlideEncodeOptions = Pick<
  EncodeSlideOptions,
  'encoder' | 'out' | 'mpp' | 'leastTissue' | 'batchSize' | 'threads'
> & { readonly json: boolean };

/**
 * `audit slide encode`: a summary on stdout with `json`, else on stderr.
 *
 * @returns The exit code: 0, or 130 if it was interrupted.
 * @throws {AuditError} as `encodeSlide`.
 */
export async function encodeSlideCommand(
  path: string,
  { json, ...options }: SlideEncodeOptions,
  { cacheFolder, progress, write, log, signal }: SlideSurroundings,
): Promise<number> {
  const startedMs = performance.now();
  log(`looking for tissue in ${path}`);
  const encoded = await encodeSlide(path, {
    ...options,
    cacheFolder,
    progress,
    signal,
    onStart: (plan) => {
      const { tiles, tilesDone, magnification, micronsPerPixel, sideLevel0Px } = plan;
      const scale = `${magnification}x (${micronsPerPixel} microns a pixel)`;
      const done = tilesDone === 0 ? '' : `, ${tilesDone} of them done before`;
      log(`${scale}: ${tiles} tiles of ${sideLevel0Px} px${done}`);
    },
  });
  const seconds = (performance.now() - startedMs) / 1000;
  if (json) write(`${JSON.stringify({ ...encoded, seconds }, null, 2)}\n`);
  log(closingLine(encoded, seconds));
  return encoded.finish === 'done' ? 0 : 130;
}

function closingLine(encoded: EncodedSlide, seconds: number): string {
  const { tiles, tilesDone, out, encoder, status, finish } = encoded;
  if (finish === 'interrupted') {
    return `interrupted after ${tilesDone} of ${tiles} tiles; the same command goes on from there`;
  }
  const by = `${encoder.encoder} ${encoder.fingerprint}, ${status}`;
  return `${out}: ${tiles} tiles by ${by}; ${seconds.toFixed(1)} s`;
}
