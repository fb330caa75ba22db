import { z } from 'zod';

/** The parts of an evaluation that somebody made. */
export const provenanceParts = [
  'train',
  'test',
  'references',
  'graders',
  'candidate',
  'baseline',
] as const;

export type ProvenancePart = (typeof provenanceParts)[number];

/** Who and what a part was made by. A list that is missing is unknown; an empty one says that there is none. */
export interface PartOrigin {
  /** Groups or authors: a laboratory, a hospital, a person. */
  readonly team?: readonly string[];
  /** Companies whose products they are. */
  readonly vendor?: readonly string[];
  /** Pipelines or programs that wrote them. */
  readonly pipeline?: readonly string[];
  /** Data sets that they were made from. */
  readonly sources?: readonly string[];
  /** Models that generated them, or that they are built on. */
  readonly models?: readonly string[];
}

/** What the config says of who made each part. */
export type Provenance = Readonly<Partial<Record<ProvenancePart, PartOrigin>>>;

const names = (description: string) =>
  z
    .union([
      z
        .string()
        .min(1)
        .transform((one) => [one]),
      z.array(z.string().min(1)),
    ])
    .meta({
      description: `${description} A name or a list; an empty list says that there is none.`,
    })
    .exactOptional();

const origin = z.strictObject({
  team: names('Groups or authors who made it.'),
  vendor: names('Companies whose product it is.'),
  pipeline: names('Pipelines or programs that wrote it.'),
  sources: names('Data sets that it was made from.'),
  models: names(
    'Models that generated it, or that it is built on; their family and vendor are told by their names or by kin.models.',
  ),
});

export const provenanceSchema: z.ZodType<Provenance> = z.strictObject({
  train: origin.exactOptional(),
  test: origin.exactOptional(),
  references: origin.exactOptional(),
  graders: origin.exactOptional(),
  candidate: origin.exactOptional(),
  baseline: origin.exactOptional(),
});
