import type { Benchmark } from '../../src/benchmark/benchmark.ts';
import {
  type PartOrigin,
  type ProvenancePart,
  provenanceParts,
} from '../../src/benchmark/provenance-config.ts';
import { canonicalName } from '../../src/judgments/kinship/canonical-name.ts';
import { kinOf } from '../../src/judgments/kinship/kin-of.ts';
import type { Kin } from '../../src/judgments/kinship/kinship.ts';
import type { Bond } from './options.ts';

/** Names of one kind that stand behind a part. */
export interface Names {
  readonly names: readonly string[];
  /** Whether these are all; otherwise two parts without a common name may still have one. */
  readonly complete: boolean;
}

/** Who and what a part was made by, as far as it is known. */
export interface Origin {
  readonly part: ProvenancePart;
  /** Whether the evaluation at hand has the part at all. */
  readonly exists: boolean;
  readonly of: Readonly<Partial<Record<Bond, Names>>>;
  readonly models?: readonly string[];
  /** Where the models are known from, where the config's provenance does not name them. */
  readonly inferredFrom?: string;
}

type KnownModels = Pick<Origin, 'models' | 'inferredFrom'>;

/** The origin of every part: what the config declares, and models that are known otherwise. */
export function originsOf(benchmark: Benchmark): ReadonlyMap<ProvenancePart, Origin> {
  return new Map(provenanceParts.map((part) => [part, originOf(part, benchmark)]));
}

function originOf(part: ProvenancePart, benchmark: Benchmark): Origin {
  const declared = benchmark.provenance?.[part];
  const known: KnownModels = declared?.models
    ? { models: declared.models }
    : inferred(part, benchmark);
  return {
    part,
    exists: declared !== undefined || partExists(part, benchmark),
    of: namesOf(declared ?? {}, known, benchmark),
    ...known,
  };
}

function partExists(part: ProvenancePart, { train, test, models, judgments }: Benchmark): boolean {
  switch (part) {
    case 'train':
      return train.length > 0;
    case 'test':
    case 'references':
      return test.length > 0 || judgments !== undefined;
    case 'graders':
      return gradersIn(judgments).length > 0;
    case 'candidate':
    case 'baseline':
      return models.some(({ role }) => role === part);
  }
}

/** Models behind a part that the config's provenance does not name. */
function inferred(part: ProvenancePart, benchmark: Benchmark): KnownModels {
  const { kinship, models, judgments } = benchmark;
  const from = (names: readonly string[], inferredFrom: string): KnownModels =>
    names.length > 0 ? { models: names, inferredFrom } : {};
  switch (part) {
    case 'train':
    case 'test':
      return from(kinship?.data ?? [], 'kin.data, which says train or test');
    case 'references': {
      const column = kinship?.referenceColumn;
      if (column === undefined) return from(kinship?.references ?? [], 'kin.references');
      const authors = benchmark.test.flatMap(({ attributes }) => attributes[column] ?? []);
      return from([...new Set(authors)].sort(), 'kin.referenceColumn');
    }
    case 'graders':
      return from(gradersIn(judgments), 'the judgments');
    case 'candidate':
    case 'baseline':
      return from(
        models.filter(({ role }) => role === part).map(({ name }) => name),
        'models',
      );
  }
}

function gradersIn(judgments: Benchmark['judgments']): string[] {
  const lexical = new Set(judgments?.lexical);
  return (judgments?.graders ?? []).filter((_, grader) => !lexical.has(grader));
}

function namesOf(
  declared: PartOrigin,
  { models }: KnownModels,
  benchmark: Benchmark,
): Origin['of'] {
  const { team, vendor, pipeline, sources } = declared;
  const kin = models?.map((name) => ({ name, kin: kinOfModel(name, benchmark) }));
  const listed = (names: readonly string[]): Names => ({ names, complete: true });
  const vendors = vendorsOf(vendor, kin);
  return {
    ...(team && { team: listed(team) }),
    ...(vendors && { vendor: vendors }),
    ...(pipeline && { pipeline: listed(pipeline) }),
    ...(sources && { sources: listed(sources) }),
    ...(kin && { family: familiesOf(kin) }),
  };
}

interface NamedKin {
  readonly name: string;
  readonly kin: Kin;
}

/** Vendors declared, and those of the models. */
function vendorsOf(
  declared: readonly string[] | undefined,
  models: readonly NamedKin[] | undefined,
): Names | undefined {
  const ofModels = models?.flatMap(({ kin }) => kin.vendor ?? []) ?? [];
  const names = [...new Set([...(declared ?? []), ...ofModels])];
  if (declared === undefined && names.length === 0) return undefined;
  const allKnown = models !== undefined && ofModels.length === models.length;
  return { names, complete: declared !== undefined || allKnown };
}

/** Families of the models; one without a known family stands for itself, which can be the same model elsewhere. */
function familiesOf(models: readonly NamedKin[]): Names {
  const names = models.map(({ name, kin }) => kin.family ?? `model ${canonicalName(name)}`);
  return {
    names: [...new Set(names)],
    complete: models.every(({ kin }) => kin.family !== undefined),
  };
}

function kinOfModel(name: string, { kinship, models }: Benchmark): Kin {
  const known = kinOf(name, kinship ?? { models: {} });
  const family = known.family ?? models.find((model) => model.name === name)?.family;
  return { ...known, ...(family !== undefined && { family: family.trim().toLowerCase() }) };
}
