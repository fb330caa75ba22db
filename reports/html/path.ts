import type { SourceLocation } from '../../src/benchmark/benchmark.ts';
import { html, type Markup } from './escape.ts';

/** A path or id that may break after its separators rather than anywhere. */
export function breakable(path: string): Markup {
  const parts = path.split(/(?<=[/_@-])(?=[^/_@-]{3})/);
  return html`${parts.map((part, index) => (index === 0 ? part : html`<wbr>${part}`))}`;
}

/** `file:line`, the line number never torn. */
export function sourceMarkup({ file, line }: SourceLocation): Markup {
  return html`${breakable(file)}<span class="nowrap">:${line}</span>`;
}
