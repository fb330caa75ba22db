const mediaPlaceholder = /<(?:image|video|audio)(?: \d+)?>/g;

/**
 * A user text without its media placeholders `<image>`, `<video>`, `<audio>`, `<image 1>`.
 *
 * @returns The text with white space around the removed placeholders trimmed at its ends.
 */
export function withoutPlaceholders(text: string): string {
  return text.includes('<') ? text.replaceAll(mediaPlaceholder, '').trim() : text.trim();
}

/** How many media a text refers to; `<image 1>` twice counts once. */
export function placeholderCount(text: string): number {
  if (!text.includes('<')) return 0;
  const found = text.match(mediaPlaceholder) ?? [];
  const numbered = new Set(found.filter((tag) => tag.includes(' ')));
  return found.filter((tag) => !tag.includes(' ')).length + numbered.size;
}
