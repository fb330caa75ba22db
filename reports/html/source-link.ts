import { html, type Insertable, type Markup } from './escape.ts';

const reference =
  /(?<doi>\bdoi:(?<doiId>10\.\d{4,9}\/[^\s,;)]+))|(?<arxiv>\barXiv:(?<arxivId>\d{4}\.\d{4,5}))|(?<url>\bhttps?:\/\/[^\s,;)]+)/gi;

/** A source as written, with its DOI, arXiv number or address made a link. Nothing is loaded. */
export function sourceLink(source: string): Markup {
  const parts: Insertable[] = [];
  let end = 0;
  for (const match of source.matchAll(reference)) {
    parts.push(source.slice(end, match.index), link(match[0], match.groups ?? {}));
    end = match.index + match[0].length;
  }
  return html`${parts}${source.slice(end)}`;
}

function link(
  text: string,
  { doiId, arxivId }: Readonly<Record<string, string | undefined>>,
): Markup {
  const href = doiId
    ? `https://doi.org/${doiId}`
    : arxivId
      ? `https://arxiv.org/abs/${arxivId}`
      : text;
  return html`<a href="${href}" rel="noreferrer">${text}</a>`;
}
