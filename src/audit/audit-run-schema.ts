import { z } from 'zod';
import { gradingPromptIds } from '../benchmark/grading-config.ts';
import { judgmentOutcomes } from '../judgments/judgments.ts';
import type { AuditRun } from './audit-run.ts';
import { engineCheck, graderCard, modelCard } from './models-schema.ts';

/** The shape of result.json, for whoever reads it back; `docs/schema/audit-run.schema.json` is made from it. */

const text = z.string();
const count = z.int().min(0);
const proportion = z.number().min(0).max(1);
const verdict = z.enum(['pass', 'fail', 'inconclusive', 'not-applicable', 'not-run']);
const track = z.enum(['closed', 'open', 'grounding']);
const location = z.strictObject({ file: text, line: count });

const interval = z.strictObject({
  lower: z.number(),
  upper: z.number(),
  level: proportion,
  method: text,
});

const estimate = z.strictObject({
  kind: z.literal('estimate'),
  title: text,
  value: z.number(),
  unit: z.enum(['proportion', 'score', 'points', 'count', 'bits', 'ratio', 'correlation']),
  n: count,
  effectiveN: z.number().min(0),
  interval,
});

const measure = z.discriminatedUnion('kind', [
  estimate,
  z.strictObject({
    kind: z.literal('count'),
    title: text,
    value: z.number(),
    of: z.exactOptional(z.number()),
  }),
  z.strictObject({ kind: z.literal('unavailable'), title: text, reason: text }),
]);

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

const table = z.strictObject({
  title: text,
  columns: z.array(z.strictObject({ key: text, title: text })),
  rows: z.array(z.record(text, z.union([text, z.number(), z.null(), measure]))),
  note: z.exactOptional(text),
});

const mark = z.strictObject({ label: text, value: z.number() });

const matrixLabel = z.strictObject({ label: text, group: z.exactOptional(text) });

const figure = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('intervals'),
    title: text,
    axis: text,
    rows: z.array(z.strictObject({ label: text, group: z.exactOptional(text), estimate })),
    references: z.array(mark),
  }),
  z.strictObject({
    kind: z.literal('histogram'),
    title: text,
    axis: text,
    bins: z.array(z.strictObject({ from: z.number(), to: z.number(), count: z.number().min(0) })),
    marks: z.array(mark),
  }),
  z.strictObject({
    kind: z.literal('matrix'),
    title: text,
    rowTitle: text,
    columnTitle: text,
    rows: z.array(matrixLabel),
    columns: z.array(matrixLabel),
    cells: z.array(z.array(z.strictObject({ estimate, marked: z.boolean() }).nullable())),
    mark: text,
    range: z.strictObject({
      lower: z.number(),
      upper: z.number(),
      middle: z.exactOptional(z.number()),
    }),
    note: z.exactOptional(text),
  }),
]);

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
  measures: z.record(text, measure),
  tables: z.array(table),
  figures: z.array(figure),
  findings: z.array(finding),
});

const ledgerEntry = z.strictObject({
  file: text,
  role: z.enum(['test', 'train', 'predictions', 'judgments', 'journal']),
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
  interval,
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
      estimate,
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
      role: z.enum([
        'config',
        'test',
        'train',
        'predictions',
        'judgments',
        'journal',
        'policy',
        'media',
      ]),
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
  gate: z.exactOptional(
    z.strictObject({ decision: z.enum(['pass', 'fail', 'inconclusive']), reasons: z.array(text) }),
  ),
});
