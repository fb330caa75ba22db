import { canonicalName } from './kinship/canonical-name.ts';

/** Brings spellings of one model's name together. */
export class KnownNames {
  readonly #names: ReadonlySet<string>;
  /** Undefined where two of the names are spelt alike but for case and punctuation. */
  readonly #byCanonical = new Map<string, string | undefined>();
  readonly #learnt = new Map<string, string>();

  /** @param names As the config writes them. */
  constructor(names: readonly string[]) {
    this.#names = new Set(names);
    for (const name of this.#names) {
      const canonical = canonicalName(name);
      this.#byCanonical.set(canonical, this.#byCanonical.has(canonical) ? undefined : name);
    }
  }

  /** The config's spelling of a name; the name itself where the config has none. */
  resolve(name: string): string {
    return this.#names.has(name) ? name : (this.#byCanonical.get(canonicalName(name)) ?? name);
  }

  /** The same, and where the config has none, the first spelling that came by. */
  resolveOrLearn(name: string): string {
    const resolved = this.resolve(name);
    if (this.#names.has(resolved)) return resolved;
    const canonical = canonicalName(name);
    const first = this.#learnt.get(canonical);
    if (first !== undefined) return first;
    this.#learnt.set(canonical, name);
    return name;
  }
}
