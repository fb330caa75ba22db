import type { Item } from '../benchmark/benchmark.ts';
import { subsetValue } from '../benchmark/benchmark.ts';
import { ItemIndex } from '../benchmark/join-predictions.ts';
import type { ItemReference } from './judgments-builder.ts';
import type { RowItem } from './readers/judgment-row.ts';

/** Why a row's item is none. */
interface NoItem {
  readonly reason: string;
  readonly detail: string;
}

/** Test items that judgments can be of. */
export interface JudgeableItems {
  /** All of them, those behind the limit too; empty without a test split. */
  readonly test: readonly Item[];
  /** How many of them count. */
  readonly kept: number;
  /** Columns by which scores are broken down; the first is a judgment's subset. */
  readonly subsets: readonly string[];
}

/** Finds what a row judges answers to: a test item where there are any, else what the row names. */
export class JudgedItems {
  readonly #byKey: ReadonlyMap<string, Item>;
  readonly #index: ItemIndex;
  readonly #kept: ReadonlySet<Item>;
  readonly #subset: string | undefined;

  constructor({ test, kept, subsets }: JudgeableItems) {
    this.#byKey = new Map(test.map((item) => [item.key, item]));
    this.#index = new ItemIndex(test);
    this.#kept = new Set(test.slice(0, kept));
    this.#subset = subsets[0];
  }

  /** By key, id or content, in this order. */
  find(row: RowItem): ItemReference | NoItem {
    const { name, part = '', cluster, subset } = row;
    if (this.#byKey.size === 0)
      return {
        key: name + part,
        ...(cluster !== undefined && { cluster }),
        ...(subset !== undefined && { subset }),
      };
    const item = this.#itemOf(row);
    if ('reason' in item) return item;
    if (!this.#kept.has(item))
      return { reason: 'beyond-limit', detail: 'the item lies beyond the limit' };
    const known = judgedItem(item, this.#subset);
    return { ...known, key: item.key + part, ...(subset !== undefined && { subset }) };
  }

  #itemOf({ name, id = name, userText }: RowItem): Item | NoItem {
    const byKey = this.#byKey.get(name) ?? this.#byKey.get(id);
    if (byKey) return byKey;
    const text = userText === undefined ? {} : { userText };
    const match = this.#index.find({ line: 0, id, ...text, text: '', truncated: false }, []);
    return 'items' in match ? match.items[0]! : match;
  }
}

/**
 * A test item as something that is judged.
 *
 * @param subset The column by which scores are broken down, if any.
 */
export function judgedItem(item: Item, subset: string | undefined): ItemReference {
  const value = subset === undefined ? undefined : subsetValue(item, subset);
  return {
    key: item.key,
    cluster: item.patient ?? item.exam ?? item.media[0]?.path ?? item.key,
    ...(value !== undefined && { subset: value }),
  };
}
