import { AuditError } from '../../errors.ts';

/** Where a Redis server is. */
export interface QueueAddress {
  /** With its password: for connecting, never for printing. */
  readonly url: string;
  /** Without user and password: what people may read. */
  readonly shown: string;
}

/**
 * Reads `--queue`: `redis://host:6379`, `rediss://` for TLS, or `env:NAME` for a variable that holds
 * such an address, so that a password stays out of the shell's history and the list of processes.
 *
 * @throws {AuditError} for anything else; the message holds no password.
 */
export function readQueueAddress(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): QueueAddress {
  const variable = /^env:(.+)$/.exec(text)?.[1];
  const url = variable === undefined ? text : environment[variable];
  const named = variable !== undefined;
  if (url === undefined) throw invalid(text, 'is not set', `export ${variable}=redis://host:6379`);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['redis:', 'rediss:'].includes(parsed.protocol))
    throw invalid(
      named ? text : '',
      'is no address of a Redis server',
      'write redis://host:6379, or rediss:// for TLS',
    );
  return { url, shown: `${parsed.protocol}//${parsed.host || 'localhost'}${parsed.pathname}` };
}

/** What stands in the message of another library, without the address's secrets. */
export function redact(text: string, { url, shown }: QueueAddress): string {
  const { username, password } = new URL(url);
  const secrets = [username, password].flatMap((secret) => [secret, unescaped(secret)]);
  return secrets
    .filter((secret) => secret !== '')
    .reduce((redacted, secret) => redacted.replaceAll(secret, '***'), text.replaceAll(url, shown));
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function invalid(shown: string, problem: string, remedy: string): AuditError {
  const location = `--queue ${shown}`.trim();
  return new AuditError({ code: 'queue-address', location, problem, remedy });
}
