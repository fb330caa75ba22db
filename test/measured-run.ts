import type { AuditResult, Estimate, Measure } from '../src/audit/audit.ts';
import type { AuditRun, Deflation, Score } from '../src/audit/audit-run.ts';
import { runOfClaims } from '../src/claims/run-of-claims.ts';

/** A run with what is given and nothing else, for tests of what is made of results. */
export function measuredRun(parts: Partial<AuditRun>): AuditRun {
  const { claims: _claims, ...empty } = runOfClaims(
    { title: 'planted', source: 'a test', claims: [], leads: [] },
    { path: 'claims.yaml', sha256: '0'.repeat(64), role: 'claims' },
    { name: 'touchstone', version: '0.0.0' },
  );
  return { ...empty, ...parts };
}

/** A row of the score table: closed questions, whole track, accuracy under the default extractor. */
export function scoreOf(
  model: string,
  value: number,
  bounds: readonly [lower: number, upper: number],
  further: Partial<Score> = {},
): Score {
  const [lower, upper] = bounds;
  return {
    model,
    role: 'other',
    condition: 'real',
    track: 'closed',
    subset: { column: 'all', value: 'all' },
    metric: 'accuracy',
    extractor: 'lenient',
    primary: true,
    value,
    n: 100,
    effectiveN: 100,
    clusters: 100,
    interval: { lower, upper, level: 0.95, method: 'planted' },
    worstCase: { lower, upper },
    unanswered: 0,
    unparsed: 0,
    ...further,
  };
}

/** An estimate of 100 items. */
export function estimateAt(
  value: number,
  bounds: readonly [lower: number, upper: number],
  unit: Estimate['unit'] = 'points',
): Estimate {
  const [lower, upper] = bounds;
  return {
    kind: 'estimate',
    title: 'planted',
    value,
    unit,
    n: 100,
    effectiveN: 100,
    interval: { lower, upper, level: 0.95, method: 'planted' },
  };
}

/** A result of an audit. */
export function resultOf(
  id: string,
  measures: Readonly<Record<string, Measure>>,
  further: Partial<AuditResult> = {},
): AuditResult {
  return {
    id,
    title: id,
    question: '',
    method: '',
    limits: '',
    sources: [],
    options: {},
    verdict: 'pass',
    summary: 'It passes.',
    measures,
    tables: [],
    figures: [],
    findings: [],
    ...further,
  };
}

/** A waterfall of one model on closed questions that ends after the given bars. */
export function deflationOf(
  model: string,
  steps: Deflation['steps'],
  further: Partial<Deflation> = {},
): Deflation {
  return { model, track: 'closed', metric: 'accuracy', reusedItems: 10, steps, ...further };
}
