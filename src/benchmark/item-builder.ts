import type { AnswerOption, Item, Split } from './benchmark.ts';
import type { AuditConfig } from './config-schema.ts';
import { contentHash } from './content-hash.ts';
import { FieldFinder, type RowPlaces } from './derive-fields.ts';
import { type ItemFields, KeptItem } from './kept-item.ts';
import type { Ledger } from './ledger.ts';
import type { MediaLibrary } from './media.ts';
import { Memo } from './memo.ts';
import { parseOptions } from './parse-options.ts';
import { withoutPlaceholders } from './placeholders.ts';
import { asText, columnFor } from './readers/columns.ts';
import type { DatasetRow, RowRemark } from './readers/reader.ts';
import { trackOf } from './track-of.ts';

const attributeLength = 64;
const ownFields = ['task', 'modality', 'stage', 'patient', 'exam'] as const;
const noItems: readonly Item[] = [];
const noBoxes: Item['boxes'] = Object.freeze([]);

type BuilderConfig = Pick<AuditConfig, 'columns' | 'fields' | 'ids'>;
type OwnFields = Partial<Record<(typeof ownFields)[number], string>>;

/** Turns the rows of one split into items with unique keys. */
export class ItemBuilder {
  readonly items: Item[] = [];
  readonly #split: Split | 'parent';
  readonly #columns: BuilderConfig['columns'];
  readonly #finder: FieldFinder;
  readonly #media: MediaLibrary;
  readonly #texts = new Memo<string>();
  readonly #options = new Memo<readonly AnswerOption[]>();
  readonly #attributeSets = new Memo<Item['attributes']>();
  /** Items by id; a list only where an id is repeated with other content. */
  readonly #byId = new Map<string, Item | Item[]>();

  /** @param split `parent`: what the test split was drawn from; its items count as test items. */
  constructor(split: Split | 'parent', config: BuilderConfig, media: MediaLibrary) {
    this.#split = split;
    this.#columns = config.columns;
    this.#finder = new FieldFinder(config);
    this.#media = media;
  }

  /**
   * Adds the item of a row, or counts in the ledger why there is none.
   *
   * A row with the id and content of an earlier one is a duplicate; one with the same id and other
   * content is an item of its own, its key marked `#2`, `#3` …
   */
  add(row: DatasetRow, file: string, ledger: Ledger): void {
    const prompt = row.question ?? withoutPlaceholders(row.userText);
    const problem = problemOf(row, prompt);
    if (problem) ledger.drop(problem.reason, row.line, problem.detail);
    else this.#keep(row, this.#draft(row, this.#intern(prompt), file), ledger);
  }

  #keep(row: DatasetRow, draft: ItemFields, ledger: Ledger): void {
    const earlier = this.#withId(draft.id);
    const same = earlier.find((item) => sameContent(item, draft));
    if (same) {
      ledger.duplicate(row.line, `equal to ${at(same)}`);
      return;
    }
    if (earlier.length > 0) {
      const detail = `id "${draft.id}" is also at ${at(earlier[0]!)}`;
      ledger.note('duplicate-id', 'kept', row.line, detail);
    }
    for (const { reason, detail } of row.remarks) ledger.note(reason, 'kept', row.line, detail);
    const suffix = earlier.length > 0 ? `#${earlier.length + 1}` : '';
    const item = new KeptItem(`${this.#split}/${draft.id}${suffix}`, draft);
    this.#byId.set(item.id, earlier.length > 0 ? [...earlier, item] : item);
    this.items.push(item);
    ledger.kept++;
  }

  #withId(id: string): readonly Item[] {
    const found = this.#byId.get(id);
    if (found === undefined) return noItems;
    return Array.isArray(found) ? found : [found];
  }

  #draft(row: DatasetRow, prompt: string, file: string): ItemFields {
    const media = this.#media.references(row.media);
    const paths = media.map((one) => this.#media.pathInRow(one.path));
    const hash = contentHash(row.userText, paths);
    const answer = this.#intern(row.answer.trim());
    const options = this.#optionsOf(row, prompt, answer);
    const { answerType, alternatives } = row;
    const places: RowPlaces = { file, system: row.system, media: paths, columns: row.columns };
    const clues = { answer, answerType, optionCount: options.length, boxCount: row.boxes.length };
    return {
      id: row.id ?? hash,
      split: this.#split === 'parent' ? 'test' : this.#split,
      source: { file, line: row.line },
      contentHash: hash,
      track: trackOf(clues),
      ...(row.system !== undefined && { system: this.#intern(row.system) }),
      prompt,
      options,
      answer,
      ...(alternatives && { alternatives }),
      boxes: row.boxes.length > 0 ? row.boxes : noBoxes,
      media,
      ...this.#fields(row, places),
      attributes: this.#attributes(row, places),
    };
  }

  #intern(text: string): string {
    return this.#texts.get(text, () => text);
  }

  #optionsOf(row: DatasetRow, prompt: string, answer: string): readonly AnswerOption[] {
    const given = row.options;
    return given.length > 0
      ? this.#options.get(JSON.stringify(given), () => given)
      : this.#options.get(`${answer}\n${prompt}`, () => parseOptions(prompt, answer));
  }

  #fields(row: DatasetRow, places: RowPlaces): OwnFields {
    const fields: OwnFields = {};
    for (const name of ownFields) {
      const column = columnFor(row.columns, name, this.#columns);
      const value =
        this.#finder.find(name, places) ??
        (column === undefined ? undefined : asText(row.columns[column]));
      if (value !== undefined) fields[name] = this.#intern(value);
    }
    return fields;
  }

  #attributes(row: DatasetRow, places: RowPlaces): Item['attributes'] {
    const attributes: Record<string, string> = {};
    for (const [name, cell] of Object.entries(row.columns)) {
      if (row.consumed.has(name) || isOwnField(name)) continue;
      const value = asText(cell);
      if (value && value.length <= attributeLength) attributes[name] = value;
    }
    for (const name of this.#finder.names) {
      const value = isOwnField(name) ? undefined : this.#finder.find(name, places);
      if (value !== undefined) attributes[name] = value;
    }
    if (row.answerType !== undefined) attributes.answer_type = row.answerType;
    return this.#attributeSets.get(JSON.stringify(attributes), () => attributes);
  }
}

function problemOf(row: DatasetRow, prompt: string): RowRemark | undefined {
  if (prompt === '') return { reason: 'no-question', detail: 'the question is missing or empty' };
  if (row.answer.trim() !== '' || row.boxes.length > 0) return undefined;
  return { reason: 'no-answer', detail: 'the reference answer is missing or empty' };
}

function at({ source }: Item): string {
  return `${source.file}:${source.line}`;
}

function isOwnField(name: string): boolean {
  return (ownFields as readonly string[]).includes(name);
}

function sameContent(item: Item, other: ItemFields): boolean {
  return (
    item.contentHash === other.contentHash &&
    item.answer === other.answer &&
    JSON.stringify([item.options, item.boxes]) === JSON.stringify([other.options, other.boxes])
  );
}
