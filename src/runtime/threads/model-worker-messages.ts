import type { ChosenToken } from '../decoder/sampler.ts';
import type { GenerateRequest, ScoreRequest } from '../model-executor.ts';
import type { Answer } from './answer.ts';

/** What is asked of the worker; answers carry the same id. */
export type WorkerRequest = { readonly id: number } & (
  | { readonly kind: 'generate'; readonly request: GenerateRequest }
  | { readonly kind: 'score'; readonly request: ScoreRequest }
  | { readonly kind: 'close' }
);

/** What the worker says. Id 0 is the opening of the model. */
export type WorkerReply = { readonly id: number } & (
  | { readonly kind: 'token'; readonly promptIndex: number; readonly token: ChosenToken }
  | Answer
  | { readonly kind: 'progress'; readonly step: ProgressStep }
);

/** One call of a `Progress`. */
export type ProgressStep =
  | { readonly kind: 'start'; readonly label: string; readonly total: number | undefined }
  | { readonly kind: 'advance'; readonly count: number | undefined }
  | { readonly kind: 'done'; readonly note: string | undefined };
