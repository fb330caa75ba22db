import type { Item, Response } from './benchmark.ts';
import { contentHash, normaliseUserText } from './content-hash.ts';
import type { Ledger } from './ledger.ts';
import type { PredictionRow } from './readers/reader.ts';

/**
 * Items that a recorded answer may belong to: several only if they show the same media and ask the
 * same. Otherwise the reason why there is none.
 */
type Match =
  | { readonly items: readonly Item[] }
  | { readonly reason: string; readonly detail: string };

/** Finds the item that a prediction row answers. */
export class ItemIndex {
  readonly #byId = new Map<string, Item[]>();
  readonly #byHash = new Map<string, Item[]>();
  readonly #byText = new Map<string, Item[]>();

  constructor(items: readonly Item[]) {
    for (const item of items) {
      push(this.#byId, item.id, item);
      push(this.#byHash, item.contentHash, item);
      push(this.#byText, fold(item.prompt), item);
    }
  }

  /**
   * The item of a row: by id; else by content hash; else, because recordings often hold absolute
   * media paths, by the same question and media paths of which one ends like the other. An id
   * whose item asks another question than the row repeats does not count.
   */
  find(row: PredictionRow, media: readonly string[]): Match {
    const byId = row.id === undefined ? [] : (this.#byId.get(row.id) ?? []);
    const agreeing = byId.filter((item) => asksTheSame(item, row.userText));
    if (agreeing.length === 1) return { items: agreeing };
    const byContent = row.userText === undefined ? [] : this.#byContent(row.userText, media);
    if (byContent.length > 0) return sameInput(byContent);
    if (agreeing.length > 1) return sameInput(agreeing);
    if (byId.length > 0)
      return {
        reason: 'other-question',
        detail: `item "${row.id}" asks another question than this row`,
      };
    return {
      reason: 'unknown-item',
      detail: `no test item has ${row.id === undefined ? 'this question and media' : `the id "${row.id}"`}`,
    };
  }

  #byContent(userText: string, media: readonly string[]): readonly Item[] {
    const exact = this.#byHash.get(contentHash(userText, media));
    if (exact) return exact;
    const sameText = this.#byText.get(fold(normaliseUserText(userText))) ?? [];
    return sameText.filter((item) => endsAlike(item, media));
  }
}

/**
 * Gives each row of a prediction file to its item. Where items are equal in question and media,
 * the rows go to them in turn; the last answer of an item counts.
 */
export class PredictionJoin {
  readonly #index: ItemIndex;
  readonly #kept: ReadonlySet<Item>;
  readonly #beyond: ItemIndex | undefined;
  readonly #turns = new Map<string, number>();
  readonly #responses = new Map<string, Response>();
  /** Rows that found no item: kept to tell whether they belong to the training split. */
  readonly strays: { readonly row: PredictionRow; readonly media: readonly string[] }[] = [];

  /**
   * @param index All test items.
   * @param kept Those within the limit: answers to the others are left out.
   * @param beyond Items that the test split was drawn from and left out, if they are at hand.
   */
  constructor(index: ItemIndex, kept: ReadonlySet<Item>, beyond?: ItemIndex) {
    this.#index = index;
    this.#kept = kept;
    this.#beyond = beyond;
  }

  /** Takes one row; counts in the ledger what becomes of it. */
  add(
    row: PredictionRow,
    media: readonly string[],
    origin: Pick<Response, 'model' | 'condition'> & { file: string },
    ledger: Ledger,
  ): void {
    const own = this.#index.find(row, media);
    const other = 'reason' in own ? this.#beyond?.find(row, media) : undefined;
    const match = other && 'items' in other ? other : own;
    if ('reason' in match) {
      ledger.unjoined++;
      ledger.drop(match.reason, row.line, match.detail);
      if (this.strays.length < 1000) this.strays.push({ row, media });
      return;
    }
    const item = this.#nextOf(match.items, row.reference);
    if (match === own && !this.#kept.has(item)) {
      ledger.drop('beyond-limit', row.line, 'the item lies beyond the limit');
      return;
    }
    const { file, ...of } = origin;
    const earlier = this.#responses.get(item.key)?.source;
    if (earlier)
      ledger.duplicate(
        row.line,
        `answers the item of ${earlier.file}:${earlier.line} again; this later answer counts`,
      );
    else ledger.kept++;
    if (row.truncated) ledger.truncated++;
    if (row.text.trim() === '')
      ledger.note('empty-answer', 'kept', row.line, 'the model answered with nothing');
    if (otherReference(row.reference, item)) {
      const detail = `recorded against another reference answer than item "${item.id}" has`;
      ledger.note('reference-differs', 'kept', row.line, detail);
    }
    this.#responses.set(item.key, {
      ...of,
      itemKey: item.key,
      text: row.text,
      truncated: row.truncated,
      source: { file, line: row.line },
    });
  }

  /** The response of an item, if the file has one. */
  responseTo(item: Item): Response | undefined {
    return this.#responses.get(item.key);
  }

  #nextOf(items: readonly Item[], reference: string | undefined): Item {
    const fitting = items.filter(
      (item) => reference !== undefined && item.answer === reference.trim(),
    );
    const candidates = fitting.length > 0 ? fitting : items;
    const turn = this.#turns.get(candidates[0]!.key) ?? 0;
    this.#turns.set(candidates[0]!.key, turn + 1);
    return candidates[turn % candidates.length]!;
  }
}

function sameInput(items: readonly Item[]): Match {
  if (items.every((item) => item.contentHash === items[0]!.contentHash)) return { items };
  return {
    reason: 'ambiguous-item',
    detail: `${items.length} different test items fit, the first "${items[0]!.id}"`,
  };
}

/** Whether the row repeats the item's question, alone or inside a longer prompt. */
function asksTheSame(item: Item, userText: string | undefined): boolean {
  if (userText === undefined) return true;
  const [asked, repeated] = [fold(item.prompt), fold(normaliseUserText(userText))];
  return repeated === '' || asked.includes(repeated) || repeated.includes(asked);
}

/** Whether the recording was made against another answer. A bare index says nothing: formats count options differently. */
function otherReference(reference: string | undefined, item: Item): boolean {
  if (reference === undefined || /^\d*$/.test(reference.trim())) return false;
  const texts = [
    item.answer,
    ...(item.alternatives ?? []),
    ...item.options.map((option) => option.text),
  ];
  return !texts.some((text) => fold(text) === fold(reference));
}

/** Letters and digits of any script, lower case. */
function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

/** Whether each media path of the row ends like the item's, or the other way round, by whole folder names. */
function endsAlike(item: Item, media: readonly string[]): boolean {
  if (item.media.length !== media.length) return false;
  return item.media.every(({ path }, index) => {
    const other = media[index]!;
    return path === other || other.endsWith(`/${path}`) || path.endsWith(`/${other}`);
  });
}

function push(map: Map<string, Item[]>, key: string, item: Item): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
