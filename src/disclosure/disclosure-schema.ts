import { z } from 'zod';
import { type CheckId, checkIds } from './check.ts';
import { checkOf } from './checks/index.ts';
import { factShapes } from './facts-schema.ts';

const text = z.string().min(1);

/** What `disclosure.yaml` says of one check, as written. */
export interface WrittenEntry {
  readonly quote?: string;
  readonly location?: string;
  readonly statement?: string;
  readonly notApplicable?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** `disclosure.yaml` as written. */
export interface WrittenDisclosure {
  readonly version: 1;
  readonly source: string;
  readonly checks: Readonly<Partial<Record<CheckId, WrittenEntry>>>;
}

function entrySchema(id: CheckId): z.ZodType<WrittenEntry> {
  const { title, question } = checkOf(id);
  return z
    .strictObject({
      quote: text.meta({ description: "The source's own words." }).exactOptional(),
      location: text
        .meta({ description: 'Where they stand: a section, page, table or file.' })
        .exactOptional(),
      statement: text
        .meta({ description: 'What is said, in words that are not the source’s.' })
        .exactOptional(),
      notApplicable: text
        .meta({ description: 'Why the check makes no sense here.' })
        .exactOptional(),
      ...factsSchema(id),
    })
    .meta({ description: `${title}. ${question}` }) as unknown as z.ZodType<WrittenEntry>;
}

/** The key `facts`, of a check that knows any. */
function factsSchema(id: CheckId): {
  readonly facts?: z.ZodExactOptional<z.ZodType<Readonly<Record<string, unknown>>>>;
} {
  const shape = factShapes[id];
  if (Object.keys(shape).length === 0) return {};
  const facts = z
    .strictObject(shape)
    .meta({ description: 'The same in a form that measurements can contradict.' });
  return { facts: facts.exactOptional() };
}

const checks = z.strictObject(
  Object.fromEntries(checkIds.map((id) => [id, entrySchema(id).exactOptional()])),
) as unknown as z.ZodType<WrittenDisclosure['checks']>;

/** The shape of `disclosure.yaml`. What it means for a check is derived, never written. */
export const disclosureSchema: z.ZodType<WrittenDisclosure> = z
  .strictObject({
    version: z.literal(1).meta({ description: 'Version of this format: 1.' }),
    source: text.meta({ description: 'The paper or page that it is taken from.' }),
    checks: z
      .union([checks, z.null()])
      .transform((given) => given ?? {})
      .meta({ description: 'What is said on each check; leave out what is not found.' }),
  })
  .meta({
    title: 'Touchstone disclosure',
    description: 'disclosure.yaml: what a paper says on each of the disclosure checks, and where.',
  });

/** JSON Schema (draft 2020-12) of `disclosure.yaml`, as published in docs/schema/disclosure.schema.json. */
export function disclosureJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(disclosureSchema, { io: 'input' });
}
