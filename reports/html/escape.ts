/** The only way text gets into the page. */

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that may be inserted as it is. Only `html` and `trusted` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** What a template accepts: text is escaped, markup kept, `undefined` and `false` leave nothing. */
export type Insertable = Markup | string | number | undefined | false | readonly Insertable[];

/**
 * Escapes text for element content and quoted attributes. Control characters and lone
 * surrogates, which HTML forbids, become U+FFFD.
 */
export function escapeHtml(text: string): string {
  return text
    .replaceAll(/\p{Cs}|[^\P{Cc}\t\n\r]/gu, '\uFFFD')
    .replaceAll(/[&<>"']/g, (character) => entities[character] as string);
}

/** Template tag: escapes every inserted value that is not markup already. */
export function html(strings: TemplateStringsArray, ...values: readonly Insertable[]): Markup {
  let text = strings[0] as string;
  values.forEach((value, index) => {
    text += insert(value) + strings[index + 1];
  });
  return new Markup(text);
}

/** Declares text of our own (styles, the script) as markup. Never for text from a run. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function insert(value: Insertable): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value === undefined || value === false ? '' : value.map(insert).join('');
}
