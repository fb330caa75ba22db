import { createHash } from 'node:crypto';
import type { Benchmark, InputFile } from '../benchmark/benchmark.ts';
import { checkClaims } from '../claims/check-claims.ts';
import type { ClaimsLedger } from '../claims/ledger.ts';
import type { CheckedModels } from '../engine-check/check-models.ts';
import { collectEvidence } from '../evidence/collect-evidence.ts';
import type { Evidence, EvidenceName, MediaFingerprint } from '../evidence/evidence.ts';
import type { GradingSummary } from '../grading/grading-summary.ts';
import type { Judgments } from '../judgments/judgments.ts';
import { recordedCards } from '../model-card/recorded-answers.ts';
import { type Progress, silentProgress } from '../progress.ts';
import type { BatterySummary } from '../run/battery-summary.ts';
import type { AuditResult, Verdict } from './audit.ts';
import { type AuditRun, schemaVersion } from './audit-run.ts';
import { deflate } from './deflation.ts';
import { extractorMultiverse } from './extractor-multiverse.ts';
import { freezeRun } from './freeze-run.ts';
import { type PlannedAudit, runAudits } from './run-audits.ts';
import { tabulateScores } from './score-table.ts';
import { worstVerdict } from './worst-verdict.ts';

/** Everything about a run besides the benchmark itself. */
export interface AuditBenchmarkOptions {
  readonly audits: readonly PlannedAudit[];
  /** The resolved config, echoed in the result. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Metric by track. */
  readonly scoring: Readonly<Record<string, string>>;
  readonly seed: number;
  /** Confidence level of the score table and the waterfall; default 0.95. */
  readonly level?: number;
  /** Folder for fingerprints that a later run reuses. */
  readonly cacheDir: string;
  readonly tool: AuditRun['tool'];
  /** What `checkModels` found; default: cards of the recorded answers, no checkpoint opened. */
  readonly checked?: CheckedModels;
  /** How far the battery has come whose answers are among the benchmark's responses. */
  readonly battery?: BatterySummary;
  /** How far the graders have come whose judgments are among the benchmark's. */
  readonly grading?: GradingSummary;
  /** Told the SHA-256 of every medium that was read. */
  readonly onMediaHash?: (path: string, sha256: string) => void;
  /** Claims to check by what the audits measured. */
  readonly claims?: ClaimsLedger;
  readonly progress?: Progress;
}

/** Runs the planned audits on a benchmark and freezes everything a report shows. */
export async function auditBenchmark(
  benchmark: Benchmark,
  options: AuditBenchmarkOptions,
): Promise<AuditRun> {
  const { seed, progress = silentProgress, level = 0.95 } = options;
  const wanted = new Set<EvidenceName>(options.audits.flatMap(({ audit }) => audit.requires));
  if (benchmark.responses.length > 0) wanted.add('scores').add('clusters');
  const { models, engineCheck } = options.checked ?? { models: recordedCards(benchmark) };
  const collected = await collectEvidence(benchmark, wanted, {
    ...options,
    cards: models,
    progress,
  });
  for (const { path, sha256 } of collected.evidence.reuse?.media ?? [])
    if (sha256 !== undefined) options.onMediaHash?.(path, sha256);
  const audits = runAudits(options.audits, collected, { seed });
  const run: AuditRun = {
    schemaVersion,
    tool: options.tool,
    benchmark: {
      name: benchmark.name,
      testItems: benchmark.test.length,
      trainItems: benchmark.train.length,
      distinctMedia: distinctMedia(benchmark),
      ...judgedCounts(benchmark.judgments),
      media: benchmark.media,
      ...(benchmark.limit !== undefined && { limit: benchmark.limit }),
    },
    verdict: worstVerdict(audits.map((audit) => audit.verdict)),
    summary: summarise(audits),
    config: options.config,
    seed,
    inputs: [...benchmark.inputs, ...mediaInput(collected.evidence.reuse?.media ?? [])],
    models,
    ...(engineCheck && { engineCheck }),
    ...(options.battery && { battery: options.battery }),
    ...(options.grading && { grading: options.grading }),
    ledger: benchmark.ledger,
    ...measured(benchmark, collected.evidence, { seed, level }),
    audits,
  };
  const { claims } = options;
  return freezeRun(claims ? { ...run, claims: checkClaims(claims, run) } : run);
}

/** Scores, extractor ranges and waterfalls: empty without predictions. */
function measured(
  benchmark: Benchmark,
  { scores, clusters, baselines }: Partial<Evidence>,
  options: { readonly seed: number; readonly level: number },
): Pick<AuditRun, 'scores' | 'extractors' | 'deflation'> {
  if (!scores || !clusters) return { scores: [], extractors: [], deflation: [] };
  return {
    scores: tabulateScores(benchmark, scores, clusters, options),
    extractors: extractorMultiverse(scores),
    deflation: deflate(benchmark, { scores, clusters, ...(baselines && { baselines }) }, options),
  };
}

function distinctMedia(benchmark: Benchmark): number {
  const items = [...benchmark.test, ...benchmark.train];
  return new Set(items.flatMap((item) => item.media.map((media) => media.path))).size;
}

/** What graders judged; nothing where no judgment has come. */
function judgedCounts(judgments: Judgments | undefined): Pick<AuditRun['benchmark'], 'judged'> {
  if (judgments === undefined) return {};
  const { items, graders, lexical = [], scores, pairs } = judgments;
  const byWords = new Set(lexical);
  const byModels = scores.grader.reduce((sum, grader) => sum + Number(!byWords.has(grader)), 0);
  const judged = byModels + pairs.length;
  if (judged === 0) return {};
  return {
    judged: { items: items.length, graders: graders.length - lexical.length, judgments: judged },
  };
}

/** One entry for all media: a digest over their paths and file hashes. */
function mediaInput(media: readonly MediaFingerprint[]): InputFile[] {
  const lines = media.filter((one) => one.sha256).map((one) => `${one.path}\t${one.sha256}\n`);
  if (lines.length === 0) return [];
  const digest = createHash('sha256').update(lines.sort().join('')).digest('hex');
  return [{ path: `${lines.length} media files`, sha256: digest, role: 'media' }];
}

const saying: readonly [Verdict, string][] = [
  ['fail', 'fails'],
  ['inconclusive', 'is inconclusive'],
  ['not-run', 'was not run'],
  ['not-applicable', 'does not apply'],
  ['pass', 'passes'],
];

/** "image-reuse fails; question-only is inconclusive; small-subsets passes." */
function summarise(audits: readonly AuditResult[]): string {
  const parts = saying.flatMap(([verdict, verb]) =>
    audits.filter((audit) => audit.verdict === verdict).map((audit) => `${audit.id} ${verb}`),
  );
  return parts.length > 0 ? `${parts.join('; ')}.` : 'No audit is configured.';
}
