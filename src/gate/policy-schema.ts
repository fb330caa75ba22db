import { z } from 'zod';

/** What must hold before a score may be published: a policy file after validation. */
export interface GatePolicy {
  readonly version: 1;
  /** Audits that must pass; default: every audit that exists. */
  readonly required?: readonly string[] | undefined;
  /** Audits that need not pass, each with the reason. */
  readonly exempt: Readonly<Record<string, string>>;
  /** Audit id to options that win over the config's. */
  readonly thresholds: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly limits: readonly GateLimit[];
  readonly claims?: GateClaims | undefined;
  readonly waivers: readonly PolicyWaiver[];
  /** File with the best values so far, from the policy's folder. */
  readonly baseline?: string | undefined;
}

/** What a measured quantity may be; exactly one of the two bounds. */
export interface GateLimit {
  /** `question-only/closedShare`, `score/ours/closed`. */
  readonly measure: string;
  readonly atMost?: number | undefined;
  readonly atLeast?: number | undefined;
  readonly because?: string | undefined;
}

/** Which claims must hold. */
export interface GateClaims {
  readonly require: 'all' | readonly string[];
  /** Statuses that will do; `supported` always does. */
  readonly accept: readonly ('supported' | 'fragile')[];
}

/** Somebody answers for a check that fails or is open, until a date. */
export interface PolicyWaiver {
  /** Id of the check: `audit:image-reuse`, `limit:question-only/closedShare`, `claim:closed-accuracy`. */
  readonly check: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it counts. */
  readonly expires: string;
}

const text = z.string().trim().min(1);

const limit: z.ZodType<GateLimit> = z
  .strictObject({
    measure: text.describe(
      'Which quantity: <audit>/<measure>, such as question-only/closedShare, or score/<model>/<track>[/<metric>][/<column>=<value>].',
    ),
    atMost: z.number().optional().describe('Largest value allowed; shares are written 0 to 1.'),
    atLeast: z.number().optional().describe('Smallest value allowed; shares are written 0 to 1.'),
    because: text.optional().describe('Why, for whoever reads the decision.'),
  })
  .refine(({ atMost, atLeast }) => (atMost === undefined) !== (atLeast === undefined), {
    message: 'Expected either atMost or atLeast',
  });

const waiver: z.ZodType<PolicyWaiver> = z.strictObject({
  check: text.describe('Id of the check, such as audit:image-reuse.'),
  reason: text.describe('Why it may be passed over.'),
  owner: text.describe('Who answers for it.'),
  expires: z.iso.date().describe('Last day on which it counts, such as 2027-01-31.'),
});

/** The policy file of `audit gate` and `audit run --gate`. */
export const gatePolicySchema: z.ZodType<GatePolicy> = z
  .strictObject({
    version: z.literal(1).describe('Version of the policy format.'),
    required: z
      .array(text)
      .optional()
      .describe('Audits that must pass. Default: every audit that exists.'),
    exempt: z
      .record(text, text)
      .default({})
      .describe('Audits that need not pass, each with the reason.'),
    thresholds: z
      .record(z.string(), z.record(z.string(), z.unknown()))
      .default({})
      .describe(
        'Audit id to options that win over the config: every default threshold can be changed.',
      ),
    limits: z.array(limit).default([]).describe('What measured quantities may be.'),
    claims: z
      .strictObject({
        require: z
          .union([z.literal('all'), z.array(text).min(1)])
          .describe('Ids of the claims that must hold, or all of the ledger (with a baseline).'),
        accept: z
          .array(z.enum(['supported', 'fragile']))
          .default(['supported'])
          .describe('Statuses that will do. Default: supported alone.'),
      })
      .optional()
      .describe('Which claims must hold.'),
    waivers: z
      .array(waiver)
      .default([])
      .describe('Checks that somebody answers for, until a date.'),
    baseline: text
      .optional()
      .describe('File with the best values so far, which no limited quantity may fall behind.'),
  })
  .meta({
    title: 'Touchstone gate policy',
    description: 'policy.yaml: what must hold before a score may be published.',
  });

/** JSON Schema (draft 2020-12) of a policy as people write it, published in docs/schema/policy.schema.json. */
export function gatePolicyJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(gatePolicySchema, {
    io: 'input',
    override: ({ jsonSchema }) => {
      delete jsonSchema.default;
    },
  });
}
