/** The key order of every object in a run, as src/audit and src/benchmark declare it. */

import type { AuditResult, Finding, Subject } from '../../src/audit/audit.ts';
import type {
  AuditRun,
  Deflation,
  DeflationStep,
  ExtractorRange,
  Score,
} from '../../src/audit/audit-run.ts';
import type {
  InputFile,
  LedgerEntry,
  LedgerNote,
  SourceLocation,
} from '../../src/benchmark/benchmark.ts';
import type {
  GradingSummary,
  GradingSummaryRow,
  PromptRecord,
} from '../../src/grading/grading-summary.ts';
import type { RefusedModel } from '../../src/run/battery-models.ts';
import type { BatterySummary, BatterySummaryRow } from '../../src/run/battery-summary.ts';
import { claims, gate } from './decision-order.ts';
import { estimate, figure, interval, measure, table } from './measure-order.ts';
import { engineCheck, graderCard, modelCard } from './models-order.ts';
import { asIs, list, object, record } from './order.ts';

const source = object<SourceLocation>({ file: asIs, line: asIs });

const finding = object<Finding>({
  id: asIs,
  kind: asIs,
  severity: asIs,
  title: asIs,
  subjects: list(
    object<Subject>({
      role: asIs,
      key: asIs,
      model: asIs,
      grades: asIs,
      kinGraders: asIs,
      split: asIs,
      source,
      media: asIs,
      excerpt: asIs,
    }),
  ),
  values: asIs,
  modality: asIs,
  task: asIs,
});

const audit = object<AuditResult>({
  id: asIs,
  title: asIs,
  question: asIs,
  method: asIs,
  limits: asIs,
  sources: asIs,
  options: asIs,
  verdict: asIs,
  summary: asIs,
  measures: record(measure),
  tables: list(table),
  figures: list(figure),
  findings: list(finding),
  remedy: asIs,
});

const ledgerEntry = object<LedgerEntry>({
  file: asIs,
  role: asIs,
  format: asIs,
  model: asIs,
  condition: asIs,
  read: asIs,
  kept: asIs,
  dropped: asIs,
  unused: asIs,
  duplicated: asIs,
  truncated: asIs,
  unjoined: asIs,
  unanswered: asIs,
  filtered: asIs,
  notes: list(object<LedgerNote>({ reason: asIs, effect: asIs, source, detail: asIs })),
});

const score = object<Score>({
  model: asIs,
  role: asIs,
  condition: asIs,
  track: asIs,
  subset: object<Score['subset']>({ column: asIs, value: asIs }),
  metric: asIs,
  extractor: asIs,
  primary: asIs,
  value: asIs,
  n: asIs,
  effectiveN: asIs,
  clusters: asIs,
  interval,
  worstCase: object<Score['worstCase']>({ lower: asIs, upper: asIs }),
  unanswered: asIs,
  unparsed: asIs,
});

const extractorRange = object<ExtractorRange>({
  model: asIs,
  condition: asIs,
  track: asIs,
  n: asIs,
  scores: list(
    object<ExtractorRange['scores'][number]>({
      extractor: asIs,
      value: asIs,
      rank: asIs,
      unparsed: asIs,
    }),
  ),
  disagreements: asIs,
});

const deflation = object<Deflation>({
  model: asIs,
  track: asIs,
  metric: asIs,
  baseline: asIs,
  comparator: asIs,
  reusedItems: asIs,
  steps: list(object<DeflationStep>({ name: asIs, title: asIs, estimate })),
  note: asIs,
});

/** The run with the keys of every object in the contract's order. */
export const canonicalRun: (run: AuditRun) => unknown = object<AuditRun>({
  schemaVersion: asIs,
  tool: object<AuditRun['tool']>({ name: asIs, version: asIs }),
  benchmark: object<AuditRun['benchmark']>({
    name: asIs,
    testItems: asIs,
    trainItems: asIs,
    distinctMedia: asIs,
    judged: object<NonNullable<AuditRun['benchmark']['judged']>>({
      items: asIs,
      graders: asIs,
      judgments: asIs,
    }),
    media: asIs,
    limit: asIs,
  }),
  verdict: asIs,
  summary: asIs,
  config: asIs,
  seed: asIs,
  inputs: list(object<InputFile>({ path: asIs, sha256: asIs, role: asIs })),
  models: list(modelCard),
  engineCheck,
  battery: object<BatterySummary>({
    conditions: list(
      object<BatterySummary['conditions'][number]>({ id: asIs, title: asIs, shows: asIs }),
    ),
    rows: list(
      object<BatterySummaryRow>({
        model: asIs,
        condition: asIs,
        items: asIs,
        planned: asIs,
        answered: asIs,
        cut: asIs,
        left: asIs,
        failed: asIs,
        notApplicable: asIs,
      }),
    ),
    refused: list(object<BatterySummary['refused'][number]>({ name: asIs, reason: asIs })),
    left: asIs,
    failed: asIs,
  }),
  grading: object<GradingSummary>({
    prompts: list(object<PromptRecord>({ id: asIs, title: asIs, version: asIs, hash: asIs })),
    graders: list(graderCard),
    rows: list(
      object<GradingSummaryRow>({
        grader: asIs,
        prompt: asIs,
        planned: asIs,
        answered: asIs,
        cut: asIs,
        left: asIs,
        failed: asIs,
        judgments: asIs,
        notApplicable: asIs,
      }),
    ),
    refused: list(object<RefusedModel>({ name: asIs, reason: asIs })),
    namesHidden: asIs,
    open: asIs,
    left: asIs,
    failed: asIs,
  }),
  ledger: list(ledgerEntry),
  scores: list(score),
  extractors: list(extractorRange),
  deflation: list(deflation),
  audits: list(audit),
  claims,
  gate,
});
