/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Shorter ones would blot out ordinary words; no service gives such keys. */
const SHORTEST = 4;

/** A function that puts `[redacted]` where a text holds one of the secrets, percent-encoded or not. */
export function redactSecrets(secrets: readonly string[]): Redact {
  const forms = [...new Set(secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]))]
    .filter((form) => form.length >= SHORTEST)
    // One that holds another goes first, or its rest would stay.
    .toSorted((one, other) => other.length - one.length);
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, '[redacted]'), text);
}
