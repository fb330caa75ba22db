import type { Benchmark, Item, MediaKind, Split } from '../../benchmark/benchmark.ts';

/** One medium of the benchmark with all that items say about it. */
export interface Medium {
  readonly path: string;
  readonly file?: string;
  readonly kind: MediaKind;
  readonly splits: readonly Split[];
  readonly itemKeys: readonly string[];
  /** Of the first item that names one. */
  readonly modality?: string;
  /** Patients of its items; empty when none is known. */
  readonly patients: readonly string[];
}

type Draft = {
  -readonly [Key in keyof Medium]: Medium[Key] extends readonly (infer Entry)[]
    ? Entry[]
    : Medium[Key];
};

/** The benchmark's media by path, each once: test first, then train, as items first show them. */
export function distinctMedia(benchmark: Benchmark): readonly Medium[] {
  const drafts = new Map<string, Draft>();
  for (const items of [benchmark.test, benchmark.train]) {
    for (const item of items) addItem(drafts, item);
  }
  return [...drafts.values()];
}

function addItem(drafts: Map<string, Draft>, item: Item): void {
  for (const reference of item.media) {
    let draft = drafts.get(reference.path);
    if (draft === undefined) {
      draft = { ...reference, splits: [], itemKeys: [], patients: [] };
      drafts.set(reference.path, draft);
    }
    if (item.modality !== undefined) draft.modality ??= item.modality;
    addOnce(draft.splits, item.split);
    addOnce(draft.itemKeys, item.key);
    if (item.patient !== undefined) addOnce(draft.patients, item.patient);
  }
}

/** Equal entries come together in all but odd files, so the last one is looked at first. */
function addOnce<T>(entries: T[], entry: T): void {
  if (entries.at(-1) !== entry && (entries.length > 64 || !entries.includes(entry))) {
    entries.push(entry);
  }
}
