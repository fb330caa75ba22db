import { z } from 'zod';
import type { InputFile } from '../benchmark/benchmark.ts';
import { gradingPromptIds } from '../benchmark/grading-config.ts';
import { checkedClaimsSchema } from '../claims/checked-claims-schema.ts';
import { gateDecisionSchema } from '../gate/gate-decision-schema.ts';
import { judgmentOutcomes } from '../judgments/judgments.ts';
import type { AuditRun } from './audit-run.ts';
import {
  estimateSchema,
  figureSchema,
  intervalSchema,
  measureSchema,
  tableSchema,
} from './measure-schema.ts';
import { engineCheck, graderCard, modelCard } from './models-schema.ts';

/** The shape of result.json, for whoever reads it back; `docs/schema/audit-run.schema.json` is made from it. */

const text = z.string();
const count = z.int().min(0);
const proportion = z.number().min(0).max(1);
const verdict = z.enum(['pass', 'fail', 'inconclusive', 'not-applicable', 'not-run']);
const track = z.enum(['closed', 'open', 'grounding']);
const location = z.strictObject({ file: text, line: count });

const subject = z.strictObject({
  role: z.enum(['item', 'answer', 'media', 'patient', 'exam', 'template', 'file', 'subset']),
  key: text,
  model: z.exactOptional(text),
  grades: z.exactOptional(z.record(text, text)),
  kinGraders: z.exactOptional(z.array(text)),
  split: z.exactOptional(z.enum(['test', 'train'])),
  source: z.exactOptional(location),
  media: z.exactOptional(text),
  excerpt: z.exactOptional(text),
});

const finding = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{12}$/),
  kind: text,
  severity: z.enum(['defect', 'suspect', 'note']),
  title: text,
  subjects: z.array(subject),
  values: z.record(text, z.union([z.number(), text])),
  modality: z.exactOptional(text),
  task: z.exactOptional(text),
});

const audit = z.strictObject({
  id: text,
  title: text,
  question: text,
  method: text,
  limits: text,
  sources: z.array(text),
  options: z.record(text, z.unknown()),
  verdict,
  summary: text,
  measures: z.record(text, measureSchema),
  tables: z.array(tableSchema),
  figures: z.array(figureSchema),
  findings: z.array(finding),
  remedy: z.exactOptional(text),
});

const ledgerEntry = z.strictObject({
  file: text,
  role: z.enum(['test', 'train', 'parent', 'predictions', 'judgments', 'journal']),
  format: text,
  model: z.exactOptional(text),
  condition: z.exactOptional(text),
  read: count,
  kept: count,
  dropped: z.record(text, count),
  unused: z.exactOptional(z.record(text, count)),
  duplicated: count,
  truncated: count,
  unjoined: count,
  unanswered: count,
  filtered: z.exactOptional(count),
  notes: z.array(
    z.strictObject({
      reason: text,
      effect: z.enum(['dropped', 'kept']),
      source: location,
      detail: text,
    }),
  ),
});

const score = z.strictObject({
  model: text,
  role: text,
  condition: text,
  track,
  subset: z.strictObject({ column: text, value: text }),
  metric: text,
  extractor: text,
  primary: z.boolean(),
  value: proportion,
  n: count,
  effectiveN: z.number().min(0),
  clusters: count,
  interval: intervalSchema,
  worstCase: z.strictObject({ lower: proportion, upper: proportion }),
  unanswered: count,
  unparsed: count,
});

const extractorRange = z.strictObject({
  model: text,
  condition: text,
  track,
  n: count,
  scores: z.array(
    z.strictObject({ extractor: text, value: proportion, rank: z.number(), unparsed: count }),
  ),
  disagreements: count,
});

const deflation = z.strictObject({
  model: text,
  track,
  metric: text,
  baseline: z.exactOptional(text),
  comparator: z.exactOptional(text),
  reusedItems: count,
  steps: z.array(
    z.strictObject({
      name: z.enum([
        'all-items',
        'clean-items',
        'text-only',
        'remainder',
        'blind',
        'image-gain',
        'over-baseline',
      ]),
      title: text,
      estimate: estimateSchema,
    }),
  ),
  note: z.exactOptional(text),
});

const counts = z.record(text, count);
const battery = z.strictObject({
  conditions: z.array(z.strictObject({ id: text, title: text, shows: text })),
  rows: z.array(
    z.strictObject({
      model: text,
      condition: text,
      items: count,
      planned: count,
      answered: count,
      cut: count,
      left: count,
      failed: counts,
      notApplicable: counts,
    }),
  ),
  refused: z.array(z.strictObject({ name: text, reason: text })),
  left: count,
  failed: count,
});

const promptId = z.enum(gradingPromptIds);
const grading = z.strictObject({
  prompts: z.array(
    z.strictObject({
      id: promptId,
      title: text,
      version: count,
      hash: z.string().regex(/^[0-9a-f]{12}$/),
    }),
  ),
  graders: z.array(graderCard),
  rows: z.array(
    z.strictObject({
      grader: text,
      prompt: promptId,
      planned: count,
      answered: count,
      cut: count,
      left: count,
      failed: counts,
      judgments: z.record(z.enum(judgmentOutcomes), count),
      notApplicable: counts,
    }),
  ),
  refused: z.array(z.strictObject({ name: text, reason: text })),
  namesHidden: counts,
  open: z.exactOptional(counts),
  left: count,
  failed: count,
});

/** What a file that was read is. */
export const inputRoleSchema: z.ZodType<InputFile['role']> = z.enum([
  'config',
  'test',
  'train',
  'parent',
  'predictions',
  'judgments',
  'journal',
  'claims',
  'disclosure',
  'policy',
  'media',
]);

export const auditRunSchema: z.ZodType<AuditRun> = z.strictObject({
  schemaVersion: text.describe('Version of this format: major.minor.'),
  tool: z.strictObject({ name: text, version: text }),
  benchmark: z.strictObject({
    name: text,
    testItems: count,
    trainItems: count,
    distinctMedia: count,
    judged: z.exactOptional(z.strictObject({ items: count, graders: count, judgments: count })),
    media: z.enum(['present', 'absent']),
    limit: z.exactOptional(count),
  }),
  verdict: verdict.describe('The worst verdict that is not not-applicable or not-run.'),
  summary: text,
  config: z.record(text, z.unknown()).describe('The config with every default filled in.'),
  seed: count,
  inputs: z.array(
    z.strictObject({
      path: text,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      role: inputRoleSchema,
    }),
  ),
  models: z.array(modelCard).describe('Every model of the config: where its answers come from.'),
  engineCheck: z
    .exactOptional(engineCheck)
    .describe('What the checkpoints among them answered: outside every score and verdict.'),
  battery: z
    .exactOptional(battery)
    .describe("How far the models' battery has come; absent where the config has none."),
  grading: z
    .exactOptional(grading)
    .describe('How far the graders have come; absent where the config has none.'),
  ledger: z.array(ledgerEntry),
  scores: z.array(score),
  extractors: z.array(extractorRange),
  deflation: z.array(deflation),
  audits: z.array(audit),
  claims: z
    .exactOptional(checkedClaimsSchema)
    .describe('What the claims are worth; absent where the config names none.'),
  gate: z.exactOptional(gateDecisionSchema),
});
