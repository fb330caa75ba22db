import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { AuditError } from '../errors.ts';
import { auditConfigJsonSchema } from './config-schema.ts';
import { didYouMean } from './did-you-mean.ts';

type Path = readonly PropertyKey[];
type Issue = z.core.$ZodIssue;

/** What kind of file it is. */
export interface DocumentFormat {
  /** JSON Schema, for the keys that are known at a place. */
  readonly jsonSchema: () => Record<string, unknown>;
  /** The page that describes it: `docs/config.md`. */
  readonly docs: string;
}

const auditConfig: DocumentFormat = { jsonSchema: auditConfigJsonSchema, docs: 'docs/config.md' };

/** The text of a YAML file with the line of every key, so that each complaint can point at one. */
export class ConfigDocument {
  /** The parsed text: plain objects, lists and scalars. */
  readonly value: unknown;
  readonly #name: string;
  readonly #lines = new LineCounter();
  readonly #document: Document.Parsed;
  readonly #format: DocumentFormat;

  /**
   * @param name File name for messages.
   * @param text YAML, or JSON, which is YAML too.
   * @param format What kind of file it is; default: an audit config.
   * @throws {AuditError} if the text is not valid YAML.
   */
  constructor(name: string, text: string, format: DocumentFormat = auditConfig) {
    this.#name = name;
    this.#format = format;
    this.#document = parseDocument(text, { lineCounter: this.#lines });
    const broken = this.#document.errors[0];
    if (broken) {
      throw new AuditError({
        code: 'config-broken',
        location: `${name}:${this.#lines.linePos(broken.pos[0]).line}`,
        problem: firstLine(broken.message).replace(/ at line \d+, column \d+:?$/, ''),
        remedy: 'mend the YAML',
        cause: broken,
      });
    }
    this.value = this.#document.toJS();
  }

  /**
   * @param path Keys from the top: `['models', 'gpt', 'role']`.
   * @param key A key of the map at `path`, to point at the key itself.
   * @returns `audit.yaml:7`; of the nearest enclosing key that exists.
   */
  locate(path: Path, key?: string): string {
    const offset = (key !== undefined && this.#keyOffset(path, key)) || this.#valueOffset(path);
    return offset === undefined ? this.#name : `${this.#name}:${this.#lines.linePos(offset).line}`;
  }

  /** A scalar as it is written, with every digit: `0.7540` is not `0.754`. */
  writtenAs(path: Path): string | undefined {
    const node = this.#document.getIn(path, true);
    return isScalar(node) ? node.source : undefined;
  }

  /** The one-line error for the first thing that the schema refuses. */
  errorFor(issues: readonly Issue[]): AuditError {
    const issue = mostTelling(issues);
    if (issue.code === 'unrecognized_keys')
      return this.unknownKey(issue.path, issue.keys[0]!, this.#allowedKeys(issue.path));
    const at = issue.path.map(String).join('.');
    const missing = issue.path.length > 0 && valueAt(this.value, issue.path) === undefined;
    return new AuditError({
      code: missing ? 'config-key-missing' : 'config-value',
      location: this.locate(issue.path),
      problem: missing ? `"${at}" is missing` : `"${at || 'the file'}": ${messageOf(issue)}`,
      remedy: `see ${this.#format.docs} for the keys and their values`,
    });
  }

  /** The error for a key or name that does not exist, with the nearest that does. */
  unknownKey(path: Path, key: string, known: readonly string[], what = 'unknown key'): AuditError {
    const guess = didYouMean(key, known);
    return new AuditError({
      code: 'config-unknown-key',
      location: this.locate(path, key),
      problem: `${what} "${key}"`,
      remedy: guess ? `did you mean "${guess}"?` : `known here: ${known.join(', ')}`,
    });
  }

  /** Keys that the schema knows at a path. */
  #allowedKeys(path: Path): string[] {
    const chosen = (nodes: readonly SchemaNode[], depth: number): SchemaNode[] => {
      const value = valueAt(this.value, path.slice(0, depth));
      return nodes.flatMap((node) => branches(node, value));
    };
    let nodes: SchemaNode[] = [this.#format.jsonSchema()];
    path.forEach((key, depth) => {
      nodes = chosen(nodes, depth).flatMap((node) => step(node, key));
    });
    const keys = chosen(nodes, path.length).flatMap((node) => [
      ...Object.keys(node.properties ?? {}),
      ...(node.propertyNames?.enum ?? []),
    ]);
    return [...new Set(keys)];
  }

  #keyOffset(path: Path, key: string): number | undefined {
    const map = path.length === 0 ? this.#document.contents : this.#document.getIn(path, true);
    if (!isMap(map)) return undefined;
    const pair = map.items.find((item) => String(item.key) === key);
    return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  }

  #valueOffset(path: Path): number | undefined {
    for (let length = path.length; length > 0; length--) {
      const parent = path.slice(0, length - 1);
      const key = this.#keyOffset(parent, String(path[length - 1]));
      if (key !== undefined) return key;
      const node = this.#document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return node.range[0];
    }
    return undefined;
  }
}

/** Unknown keys come first: they explain the missing ones. Of a union, the branch that got furthest speaks. */
function mostTelling(issues: readonly Issue[]): Issue {
  const issue = issues.find((one) => one.code === 'unrecognized_keys') ?? issues[0]!;
  if (issue.code !== 'invalid_union') return issue;
  const branches = issue.errors.filter((branch) =>
    branch.some((one) => one.path.length > 0 || one.code === 'unrecognized_keys'),
  );
  const inner = branches[0];
  return inner
    ? mostTelling(inner.map((one) => ({ ...one, path: [...issue.path, ...one.path] })))
    : issue;
}

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly propertyNames?: { readonly enum?: readonly string[] };
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly const?: unknown;
}

/** A schema and those that it is a choice of; of a choice by a key (`kind: score`) the chosen one. */
function branches(node: SchemaNode, value: unknown): SchemaNode[] {
  const choice = node.oneOf?.filter((one) => hasConstants(one, value));
  const options = choice && choice.length > 0 ? choice : (node.oneOf ?? []);
  return [node, ...[...(node.anyOf ?? []), ...options].flatMap((one) => branches(one, value))];
}

function hasConstants({ properties = {} }: SchemaNode, value: unknown): boolean {
  return Object.entries(properties).every(
    ([key, one]) => one.const === undefined || one.const === valueAt(value, [key]),
  );
}

function step(node: SchemaNode, key: PropertyKey): SchemaNode[] {
  if (typeof key === 'number') return node.items ? [node.items] : [];
  const property = node.properties?.[String(key)] ?? node.additionalProperties;
  return typeof property === 'object' ? [property] : [];
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const key of path) current = (current as Record<PropertyKey, unknown> | undefined)?.[key];
  return current;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]!;
}

/** What the schema wants, without a capital; of a union, what each branch wants. */
function messageOf(issue: Issue): string {
  if (issue.code !== 'invalid_union')
    return issue.message.slice(0, 1).toLowerCase() + issue.message.slice(1);
  const wanted = issue.errors.flatMap((branch) =>
    branch.map(({ message }) => message.replace(/^Invalid input: expected |, received .*/g, '')),
  );
  return `expected ${[...new Set(wanted)].join(' or ')}`;
}
