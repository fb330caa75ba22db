import { isPattern } from './config-check.ts';
import type { AuditConfig, FieldSource } from './config-schema.ts';
import { asText, isPresent } from './readers/columns.ts';

/** The places of a row that fields and ids are derived from. */
export interface RowPlaces {
  readonly file: string;
  readonly system: string | undefined;
  readonly media: readonly string[];
  readonly columns: Readonly<Record<string, unknown>>;
}

type Finder = (row: RowPlaces) => string | undefined;

/** Finds what a row says about itself only indirectly, as the config's `fields` and `ids` tell. */
export class FieldFinder {
  readonly #finders: ReadonlyMap<string, readonly Finder[]>;

  constructor(config: Pick<AuditConfig, 'fields' | 'ids'>) {
    const fields = Object.entries(config.fields).map(
      ([name, sources]) => [name, sources.map((source) => fieldFinder(source, name))] as const,
    );
    const ids = (['patient', 'exam'] as const).map(
      (name) => [name, config.ids[name].map((source) => idFinder(source, name))] as const,
    );
    this.#finders = new Map([...fields, ...ids]);
  }

  /** Names of the fields that the config derives besides the item's own. */
  get names(): readonly string[] {
    return [...this.#finders.keys()];
  }

  /** The value of a field for a row: the first source that finds something. */
  find(name: string, row: RowPlaces): string | undefined {
    for (const finder of this.#finders.get(name) ?? []) {
      const value = finder(row);
      if (isPresent(value)) return value;
    }
    return undefined;
  }
}

function fieldFinder(source: FieldSource, name: string): Finder {
  const find = plainFinder(source, name);
  const map = source.map;
  if (!map) return find;
  return (row) => {
    const value = find(row);
    return value === undefined ? undefined : (map[value] ?? value);
  };
}

function plainFinder(source: FieldSource, name: string): Finder {
  if (source.file !== undefined) return patternFinder(source.file, name, (row) => [row.file]);
  if (source.media !== undefined) return patternFinder(source.media, name, (row) => row.media);
  if (source.system !== undefined)
    return patternFinder(source.system, name, (row) => (row.system ? [row.system] : []));
  const column = source.column!;
  return (row) => asText(row.columns[column]);
}

function idFinder(source: string, name: string): Finder {
  if (isPattern(source)) return patternFinder(source, name, (row) => row.media);
  return (row) => asText(row.columns[source]);
}

/** What a pattern captures: the group `value` or like the field, else the first group, else the whole match. */
function patternFinder(
  pattern: string,
  name: string,
  texts: (row: RowPlaces) => readonly string[],
): Finder {
  const expression = new RegExp(pattern);
  return (row) => {
    for (const text of texts(row)) {
      const match = expression.exec(text);
      if (match) return match.groups?.value ?? match.groups?.[name] ?? match[1] ?? match[0];
    }
    return undefined;
  };
}
