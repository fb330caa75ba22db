import { html, type Insertable, type Markup } from './escape.ts';
import { verdictBadge } from './symbols.ts';

/** A model or grader that could not be asked, and why. */
export function refusedParagraph(name: Insertable, reason: string): Markup {
  return html`<p class="battery-refused">${verdictBadge('not-run')} <b>${name}</b> ${reason}</p>`;
}
