/** What a report tells of each configured model: where its answers come from, and how it computes. */

import type { ModelRole } from '../benchmark/benchmark.ts';
import type { CheckpointFingerprint } from '../checkpoint/fingerprint.ts';
import type { Architecture } from '../model/architecture.ts';
import type { ModelQuirk } from '../model/breastgpt/quirks.ts';
import type { SelectorPrecision, TokenBudgets, VolumeWindow } from '../model/media-settings.ts';
import type { Device, Precision } from '../model/model.ts';
import type { StoredStage } from '../parity/parity-record.ts';

/** One model of the config. A model has recorded answers, a checkpoint, both or neither. */
export interface ModelCard {
  readonly name: string;
  readonly role: ModelRole;
  readonly family?: string;
  readonly recorded?: RecordedAnswers;
  /** How its checkpoint asks to be decoded, where the folder says so; read whether or not it is opened. */
  readonly decoding?: DecodingFacts;
  readonly checkpoint?: CheckpointCard;
  readonly endpoint?: EndpointCard;
}

/** What decides how text is drawn, where whoever asks sets nothing. */
export interface DecodingFacts {
  /** False: greedy, and the next three are absent. */
  readonly doSample: boolean;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly source: 'generation_config.json';
}

/** A server that answers for a model; which weights it holds can't be told from here. */
export interface EndpointCard {
  /** Without credentials. */
  readonly url: string;
  /** The server's name for the model. */
  readonly model: string;
  /** The config takes temperature 0 out of requests, so that the server decides. */
  readonly ownTemperature?: true;
}

/** Answers that somebody recorded. */
export interface RecordedAnswers {
  readonly files: readonly {
    readonly file: string;
    readonly condition: string;
    /** Rows of it that answer a test item. */
    readonly answers: number;
  }[];
  /** What a recording does not say. */
  readonly note: string;
}

export type CheckpointCard = OpenedCheckpoint | UnopenedCheckpoint;

/** A checkpoint that could not be opened, or was not to be. */
export interface UnopenedCheckpoint {
  readonly status: 'not-run';
  /** As the config writes it. */
  readonly path: string;
  readonly reason: string;
}

/** A checkpoint as this build runs it. */
export interface OpenedCheckpoint {
  readonly status: 'opened';
  /** As the config writes it. */
  readonly path: string;
  readonly architecture: Architecture['name'];
  readonly parameters: ParameterTable;
  /** How the weights are held, once `auto` is decided. */
  readonly precision: Precision;
  /** What it computes on; absent: the CPU. */
  readonly device?: Exclude<Device, 'cpu'>;
  /** Which tokens of a medium the model sees; absent for a model that sees all of them. */
  readonly selection?: Selection;
  /** What a reader of its answers must know. */
  readonly quirks: readonly ModelQuirk[];
  readonly fingerprint: CheckpointFingerprint;
  /** What has to be added before the model can run; empty if nothing. */
  readonly missing: readonly string[];
  readonly parity: CardParity;
}

/** Numbers a model is made of. */
export interface ParameterTable {
  readonly total: number;
  readonly vision: number;
  readonly decoder: number;
  /** 0 for a model without a slide branch. */
  readonly slide: number;
}

/** How a selector cuts media down. */
export interface Selection {
  readonly selectorPrecision: SelectorPrecision;
  readonly tokenBudgets: TokenBudgets;
  /** Absent: all grey levels. */
  readonly volumeWindow?: VolumeWindow;
}

/** Whether this build computes what the architecture's reference computes. */
export type CardParity =
  | {
      /** `inconclusive`: quantised weights can only be measured against the reference. */
      readonly verdict: 'pass' | 'fail' | 'inconclusive';
      /** Why no answer of the model counts; of a failed parity. */
      readonly reason?: string;
      /** The software the reference vectors were made with. */
      readonly origin: string;
      /** Hash of the code that decides what a model computes. */
      readonly build: string;
      readonly onnxRuntime: string;
      /** Errors to two digits: the digits behind them are rounding. */
      readonly stages: readonly StoredStage[];
      /** Name of the stage that comes nearest to its tolerance, or goes furthest beyond it. */
      readonly worstStage: string;
      /** Settings of the config that the stages say nothing about. */
      readonly note?: string;
    }
  | { readonly verdict: 'not-run'; readonly reason: string };
