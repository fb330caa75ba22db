import type { AuditErrorFacts } from '../../errors.ts';
import type { ChosenToken } from '../decoder/sampler.ts';
import type { GenerateRequest, ScoreRequest } from '../model-executor.ts';

/** What is asked of the worker; answers carry the same id. */
export type WorkerRequest = { readonly id: number } & (
  | { readonly kind: 'generate'; readonly request: GenerateRequest }
  | { readonly kind: 'score'; readonly request: ScoreRequest }
  | { readonly kind: 'close' }
);

/** What the worker says. Id 0 is the opening of the model. */
export type WorkerReply = { readonly id: number } & (
  | { readonly kind: 'token'; readonly promptIndex: number; readonly token: ChosenToken }
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly error: unknown }
  /** An `AuditError` in parts: a class does not survive the way between threads. */
  | { readonly kind: 'refused'; readonly facts: AuditErrorFacts }
  | { readonly kind: 'progress'; readonly step: ProgressStep }
);

/** One call of a `Progress`. */
export type ProgressStep =
  | { readonly kind: 'start'; readonly label: string; readonly total: number | undefined }
  | { readonly kind: 'advance'; readonly count: number | undefined }
  | { readonly kind: 'done'; readonly note: string | undefined };
