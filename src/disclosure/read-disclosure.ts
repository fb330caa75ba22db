import { ConfigDocument } from '../benchmark/config-document.ts';
import { AuditError } from '../errors.ts';
import { type CheckId, checkIds } from './check.ts';
import type { Disclosure, DisclosureEntry, Entries } from './disclosure.ts';
import { disclosureJsonSchema, disclosureSchema, type WrittenEntry } from './disclosure-schema.ts';

/** Keys in which somebody might write what is derived. */
const derivedKeys = ['status', 'verdict', 'met', 'contradicted'];

/**
 * Reads the text of a `disclosure.yaml`.
 *
 * @param file Its name in messages and results.
 * @throws {AuditError} one line naming file and line: broken YAML, an unknown check or key ("did you
 *   mean"), a status that is typed in, an entry that says nothing or two things.
 */
export function readDisclosure(file: string, text: string): Disclosure {
  const document = new ConfigDocument(file, text, {
    jsonSchema: disclosureJsonSchema,
    docs: 'docs/disclosure.md',
  });
  refuseTypedStatus(document);
  const parsed = disclosureSchema.safeParse(document.value);
  if (!parsed.success) throw document.errorFor(parsed.error.issues);
  const { source, checks } = parsed.data;
  const entries = checkIds.flatMap((id): [CheckId, DisclosureEntry][] => {
    const written = checks[id];
    if (written === undefined) return [];
    checkEntry(id, written, document);
    return [[id, { ...written, line: lineOf(document, id) } as DisclosureEntry]];
  });
  return { file, source, entries: Object.fromEntries(entries) as Entries };
}

function refuseTypedStatus(document: ConfigDocument): void {
  const { checks } = (document.value ?? {}) as { checks?: unknown };
  if (typeof checks !== 'object' || checks === null) return;
  for (const [id, entry] of Object.entries(checks)) {
    if (typeof entry !== 'object' || entry === null) continue;
    const typed = derivedKeys.find((key) => key in entry);
    if (typed === undefined) continue;
    throw new AuditError({
      code: 'disclosure-status',
      location: document.locate(['checks', id], typed),
      problem: `"checks.${id}.${typed}" is not for writing: what a check comes to is derived`,
      remedy:
        'give a quote with its location, a statement, facts, or notApplicable with the reason',
    });
  }
}

function checkEntry(id: CheckId, entry: WrittenEntry, document: ConfigDocument): void {
  const problem = problemOf(entry);
  if (problem === undefined) return;
  throw new AuditError({
    code: 'disclosure-entry',
    location: document.locate(['checks', id]),
    problem: `"checks.${id}" ${problem}`,
    remedy: 'see docs/disclosure.md for what an entry can say',
  });
}

function problemOf({
  quote,
  location,
  statement,
  notApplicable,
  facts,
}: WrittenEntry): string | undefined {
  const says = [quote, statement, facts].filter((part) => part !== undefined).length;
  if (notApplicable !== undefined) {
    const rest = says > 0 || location !== undefined;
    return rest ? 'is said not to apply, and says something all the same' : undefined;
  }
  if (quote !== undefined && statement !== undefined)
    return 'has both a quote and a statement: keep the quote';
  if (says === 0) return 'says nothing: leave it out if nothing was found';
  return undefined;
}

/** Line of a check's key, from 1. */
function lineOf(document: ConfigDocument, id: CheckId): number {
  return Number(document.locate(['checks'], id).split(':').at(-1));
}
