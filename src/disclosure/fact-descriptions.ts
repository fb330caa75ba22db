import { type CheckId, checkIds } from './check.ts';
import { disclosureJsonSchema } from './disclosure-schema.ts';

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly anyOf?: readonly SchemaNode[];
}

/** By check, its facts with what they mean, as the published schema says it. */
export function factDescriptions(): ReadonlyMap<CheckId, Readonly<Record<string, string>>> {
  const schema = disclosureJsonSchema() as SchemaNode;
  const checks = schema.properties?.checks?.anyOf?.find(({ properties }) => properties);
  return new Map(
    checkIds.map((id) => {
      const facts = checks?.properties?.[id]?.properties?.facts?.properties ?? {};
      const texts = Object.entries(facts).map(([key, { description = '' }]) => [key, description]);
      return [id, Object.fromEntries(texts)];
    }),
  );
}
