/** The text with a visible mark in place of control characters other than line breaks: quoted data must not steer a terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n]/gu, '\ufffd');
}
