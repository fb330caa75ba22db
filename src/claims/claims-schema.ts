import { z } from 'zod';
import type { ClaimsFile } from './claims-file.ts';

const text = z.string().min(1);
const name = (description: string): z.ZodString => text.meta({ description });

/** A score or a difference of scores. */
const proportion = (description: string, upper = 1): z.ZodNumber =>
  z.number().min(0, outside).max(upper, outside).meta({ description });

const outside = {
  error: ({ input }: { readonly input?: unknown }): string => {
    const given = Number(input);
    const asPercent = given > 1 && given <= 100;
    const instead = asPercent ? `: write ${Number((given / 100).toPrecision(12))}` : '';
    return `${given} lies outside 0 to 1${instead}`;
  },
};

const items = z.int().min(1);

const sentence = {
  text: name('The sentence as it is made.'),
  location: name('Where it is made: Table 2.').exactOptional(),
  unclear: name(
    'What its authors would have to say before it can be tested, as one sentence.',
  ).exactOptional(),
};

const subset = z
  .strictObject({ column: text, value: text })
  .meta({ description: 'Part of the test split: { column: modality, value: pathology }.' });

const track = z
  .enum(['closed', 'open', 'grounding'])
  .meta({ description: 'Kind of question that the figure is about.' });

const measured = {
  ...sentence,
  model: name('The model whose score or lead it is, as the config names it.'),
  track: track.exactOptional(),
  metric: name(
    'Metric of the score; grades is the mean of recorded judgments. Default: the headline metric of the track.',
  ).exactOptional(),
  graded: z
    .boolean()
    .meta({
      description:
        'Whether an item’s score can lie between 0 and 1. Default: false for accuracy, exact-match and closed questions without a metric, else true.',
    })
    .exactOptional(),
  subset: subset.exactOptional(),
  n: z
    .union([items, z.strictObject({ atMost: items })])
    .meta({
      description:
        'Items behind the figures, or { atMost: 12182 } where only a larger whole is published. Leave it out where nothing is.',
    })
    .exactOptional(),
  rounding: proportion(
    'Half a unit of the last digit of the figures. Default: by the digits written; 0.7566 is rounded to 0.00005.',
  ).exactOptional(),
};

const score = {
  value: proportion('The score that is claimed, 0 to 1.').exactOptional(),
  atLeast: proportion('The score that is said to be reached or passed, 0 to 1.').exactOptional(),
  margin: proportion(
    'How far the true score may lie below the claimed one for the claim to hold. Default: 0.05.',
  ).exactOptional(),
  suppose: proportion(
    'A score to reckon with where none is published, to show what so many items can tell. It never decides.',
  ).exactOptional(),
};

const gap = {
  over: name('The model that is led.'),
  value: proportion('The lead that is claimed, as a difference of scores, 0 to 1.').exactOptional(),
  atLeast: proportion('The lead that is said to be reached or passed, 0 to 1.').exactOptional(),
  scores: z
    .strictObject({
      model: proportion('Score of the model.'),
      over: proportion('Score of the model that is led.'),
    })
    .meta({ description: 'The published scores of both.' })
    .exactOptional(),
};

const comparator = {
  track,
  baseline: name('The baseline that was trained on the same data.'),
  cold: name('The best model that was asked without such training.'),
  scores: z
    .strictObject({
      model: proportion('Score of the model.'),
      baseline: proportion('Score of the trained baseline.'),
      cold: proportion('Score of the model asked cold.'),
      backbone: proportion(
        'Score of the baseline before its training, where it is published.',
      ).exactOptional(),
    })
    .meta({ description: 'The published scores of all three.' })
    .exactOptional(),
};

const verdict = z.enum(['pass', 'fail', 'inconclusive', 'not-applicable', 'not-run']);
const setting = z.union([z.string(), z.number(), z.boolean()]);

const requirement = z.union([
  z.strictObject({ audit: name('An audit: image-reuse.'), verdict }),
  z
    .strictObject({
      measure: name('A measured quantity, as audit/name: image-reuse/sharedPatients.').regex(
        /^[a-z][a-z0-9-]*\/./,
        'must be audit/name, as in image-reuse/sharedPatients',
      ),
      atMost: z.number().exactOptional(),
      atLeast: z.number().exactOptional(),
    })
    .refine(
      ({ atMost, atLeast }) => atMost !== undefined || atLeast !== undefined,
      'needs atMost or atLeast',
    ),
  z.strictObject({
    setting: name('Name of a published setting.'),
    mustBe: setting.meta({ description: 'What the sentence takes it to be.' }),
    is: setting.meta({ description: 'What is published.' }),
    location: name('Where it is published.'),
  }),
]);

const kind = <Kind extends string>(value: Kind): z.ZodLiteral<Kind> => z.literal(value);

const claim = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: kind('score'), ...measured, ...score })
    .refine(hasFigure, 'needs a value or atLeast'),
  z.strictObject({ kind: kind('gap'), ...measured, ...gap }),
  z
    .strictObject({
      kind: kind('subset'),
      ...measured,
      ...score,
      ...gap,
      over: gap.over.exactOptional(),
      subset,
    })
    .refine(
      isScoreOrLead,
      'holds keys of a score and of a lead: over and scores make it a lead, margin and suppose a score',
    ),
  z.strictObject({ kind: kind('comparator'), ...measured, ...comparator }),
  z.strictObject({
    kind: kind('qualitative'),
    ...sentence,
    holds: z.array(requirement).min(1).meta({
      description:
        'What must hold, all of it: { audit, verdict }, { measure, atMost or atLeast } or { setting, mustBe, is, location }.',
    }),
  }),
]);

function hasFigure({
  value,
  atLeast,
}: {
  readonly value?: number;
  readonly atLeast?: number;
}): boolean {
  return value !== undefined || atLeast !== undefined;
}

function isScoreOrLead({
  over,
  scores,
  margin,
  suppose,
}: {
  readonly over?: string;
  readonly scores?: object;
  readonly margin?: number;
  readonly suppose?: number;
}): boolean {
  const ofLead = over !== undefined;
  const ofScore = margin !== undefined || suppose !== undefined;
  return ofLead ? !ofScore : scores === undefined;
}

/** The shape of a claims file as written. */
export const claimsSchema: z.ZodType<ClaimsFile> = z
  .strictObject({
    version: z.literal(1).meta({ description: 'Version of this format: 1.' }),
    title: name('What the claims are about, as reports head it.'),
    source: name('Where they are made: arXiv 2606.04911 v1.'),
    claims: z.record(text, claim).meta({ description: 'The claims, by an id of your choice.' }),
  })
  .meta({
    title: 'Touchstone claims',
    description: 'claims.yaml: what is claimed of a benchmark’s scores.',
  });

/** JSON Schema (draft 2020-12) of a claims file, as published in docs/schema/claims.schema.json. */
export function claimsJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(claimsSchema, { io: 'input' });
}
