// biome-ignore-all assist/source/organizeImports: the list is by subject
/** The public names. `audit run` is made of these; see examples/ for complete files. */

// Run
export { auditBenchmark, type AuditBenchmarkOptions } from './audit/audit-benchmark.ts';
export type {
  AuditRun,
  Deflation,
  ExtractorRange,
  Score,
} from './audit/audit-run.ts';
export { auditRunSchema } from './audit/audit-run-schema.ts';
export { decideGate, type GatedRun, type GateSurroundings } from './gate/gate.ts';
export { type GateBaseline, tighten } from './gate/gate-baseline.ts';
export { parsePolicy } from './gate/parse-policy.ts';
export { type GatePolicy, gatePolicySchema } from './gate/policy-schema.ts';
export type { InputCheck } from './gate/run-checks.ts';
export type { GateCheck, GateDecision, Waiver } from './gate/gate-decision.ts';
export type {
  CheckedClaim,
  CheckedClaims,
  ClaimStatus,
  TakenApartLead,
} from './claims/checked-claims.ts';
export { checkClaims } from './claims/check-claims.ts';
export type { Claim, ClaimsLedger } from './claims/ledger.ts';
export { readLedger } from './claims/read-ledger.ts';
export { type PlannedAudit, planAudits } from './audit/run-audits.ts';
export { worstVerdict } from './audit/worst-verdict.ts';

// Audits
export type {
  Audit,
  AuditOutcome,
  AuditResult,
  Estimate,
  Finding,
  Measure,
  Subject,
  Verdict,
} from './audit/audit.ts';
export { findingId, makeFinding } from './audit/finding.ts';
export type { Evidence, EvidenceName } from './evidence/evidence.ts';

// Disclosure
export { type AssessedCheck, assessDisclosure } from './disclosure/assess-disclosure.ts';
export { disclosureChecks } from './disclosure/checks/index.ts';
export { guidelines } from './disclosure/guidelines.ts';
export { measurementsOfRun } from './disclosure/measurements.ts';
export { readDisclosure } from './disclosure/read-disclosure.ts';

// Benchmark
export type {
  Benchmark,
  Grade,
  Item,
  LedgerEntry,
  Response,
  Split,
} from './benchmark/benchmark.ts';
export { loadConfig } from './benchmark/config.ts';
export { loadBenchmark } from './benchmark/load-benchmark.ts';

// Statistics
export * from './statistics/index.ts';

// Models
export { loadModel, type LoadModelOptions } from './runtime/load-model.ts';
export type {
  BatchTiming,
  ContentPart,
  Device,
  GenerateOptions,
  Generation,
  GroundingObjects,
  Message,
  Model,
  OptionScore,
  Precision,
  Prompt,
  ReadyPrompt,
  Sampling,
} from './model/model.ts';
export type {
  MediaOptions,
  MediaSettings,
  SelectorPrecision,
  TokenBudgets,
  VolumeWindow,
} from './model/media-settings.ts';
export { checkModels, type CheckModelsOptions } from './engine-check/check-models.ts';
export type { CheckedAnswer, CheckedItem, EngineCheck } from './engine-check/engine-check.ts';
export type { CheckpointCard, ModelCard } from './model-card/model-card.ts';
export { type ParityRecord, type ParityRefusal, requireParity } from './parity/parity-record.ts';

// Asking models
export { conditions } from './conditions/index.ts';
export type {
  Condition,
  ConditionContext,
  ConditionId,
  Inapplicable,
  Stimulus,
  StimulusMedium,
} from './conditions/condition.ts';
export { type PreparedCondition, prepareConditions } from './conditions/prepare-conditions.ts';
export { stimulusPrompt } from './conditions/stimulus-prompt.ts';
export {
  type Engine,
  type EngineAnswer,
  type EngineEffort,
  type EngineRequest,
  RequestFailure,
} from './engine/engine.ts';
export { OnnxEngine } from './engine/onnx/onnx-engine.ts';
export {
  openOpenAiEngine,
  type OpenAiEngineOptions,
} from './engine/openai/open-openai-engine.ts';
export { Journal, type JournalContent, readJournal } from './run/journal.ts';
export type { JournalFailure, JournalRow } from './run/journal-row.ts';
export { mergeJournals, type MergedJournals } from './run/merge-journals.ts';
export { type BatteryPlan, planBattery } from './run/plan-battery.ts';
export { runRequests, type RunRequestsOptions, type RunTally } from './run/run-requests.ts';
export { batteryResponses } from './run/battery-answers.ts';

// Grading answers
export { gradingPrompts } from './grading/prompts/index.ts';
export { type GradingPrompt, promptHash, renderPrompt } from './grading/grading-prompt.ts';
export { type GradingPlan, planGrading } from './grading/plan-grading.ts';
export { type ReadJudgment, readJudgment } from './grading/read-judgment.ts';
export { withGrading } from './grading/grade-answers.ts';
export { withLexicalGraders } from './grading/lexical-graders.ts';
export { type GradingSummary, summarizeGrading } from './grading/grading-summary.ts';

// Judgments made elsewhere, and who is kin to whom
export type { Judgments } from './judgments/judgments.ts';
export { JudgmentsBuilder } from './judgments/judgments-builder.ts';
export { HumanLabels } from './judgments/human-labels.ts';
export { loadJudgments } from './judgments/load-judgments.ts';
export { joinJudgments } from './judgments/join-judgments.ts';
export { type KnownKin, kinOf } from './judgments/kinship/kin-of.ts';
export { areKin } from './judgments/kinship/are-kin.ts';
export { sameModel } from './judgments/kinship/canonical-name.ts';
export type { Kin, KinshipDeclaration } from './judgments/kinship/kinship.ts';

// Media in memory
export type { TileFeatures } from './media/tile-features.ts';
export type { StoredVoxels } from './media/voxel-volume.ts';

// Raw slides
export {
  encodeSlide,
  type EncodedSlide,
  type EncodeSlideOptions,
} from './slide/encode-slide.ts';
export {
  checkEncoder,
  type CheckEncoderOptions,
  type EncoderCheck,
} from './slide/check-encoder.ts';
export { type FeatureOrigin, featureOrigin } from './slide/feature-origin.ts';

// Errors and progress
export { AuditError } from './errors.ts';
export { type Progress, silentProgress } from './progress.ts';

// Audits and reports that ship with the package
export { audits } from '../audits/index.ts';
export { type ReportFormat, type ReportOptions, reportFormats } from '../reports/index.ts';
