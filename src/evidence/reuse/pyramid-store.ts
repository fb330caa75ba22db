import { readFile } from 'node:fs/promises';
import { decodeImage } from './decode-image.ts';
import type { Medium } from './distinct-media.ts';
import { buildPyramid, type Pyramid } from './pyramid.ts';

/** Pyramids kept in memory: 350 KB each, so about 180 MB. */
const most = 512;

/** Decodes pictures for comparison and keeps the last used ones. */
export class PyramidStore {
  readonly #media: readonly Medium[];
  readonly #kept = new Map<number, Pyramid>();

  constructor(media: readonly Medium[]) {
    this.#media = media;
  }

  /** The pyramid of a medium that was decoded before. */
  async load(index: number): Promise<Pyramid> {
    const known = this.#kept.get(index);
    if (known) {
      this.#kept.delete(index);
      this.#kept.set(index, known);
      return known;
    }
    const image = await decodeImage(await readFile(this.#media[index]!.file!));
    const made = buildPyramid(image);
    this.#kept.set(index, made);
    if (this.#kept.size > most) this.#kept.delete(this.#kept.keys().next().value!);
    return made;
  }
}
