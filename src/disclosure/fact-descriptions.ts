import type { CheckId } from './check.ts';
import { disclosureJsonSchema } from './disclosure-schema.ts';

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly anyOf?: readonly SchemaNode[];
}

/** The facts of a check with what they mean, as the published schema says it. */
export function factDescriptions(id: CheckId): Readonly<Record<string, string>> {
  const schema = disclosureJsonSchema() as SchemaNode;
  const checks = schema.properties?.checks?.anyOf?.find(({ properties }) => properties);
  const facts = checks?.properties?.[id]?.properties?.facts?.properties ?? {};
  return Object.fromEntries(
    Object.entries(facts).map(([key, { description = '' }]) => [key, description]),
  );
}
