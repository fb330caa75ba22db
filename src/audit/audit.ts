/** The contract between an audit and everything around it. */

import type { z } from 'zod';
import type { SourceLocation, Split } from '../benchmark/benchmark.ts';
import type { Evidence, EvidenceName } from '../evidence/evidence.ts';
import type { Interval } from '../statistics/interval.ts';

/**
 * `pass` and `fail` need evidence; `inconclusive`: the evidence can't decide;
 * `not-applicable`: the question makes no sense here; `not-run`: it could not be asked.
 */
export type Verdict = 'pass' | 'fail' | 'inconclusive' | 'not-applicable' | 'not-run';

/** `points`: a difference of scores or proportions; 0.06 reads as 6 points. */
export type Unit = 'proportion' | 'score' | 'points' | 'count' | 'bits' | 'ratio' | 'correlation';

/** A quantity estimated from a sample. */
export interface Estimate {
  readonly kind: 'estimate';
  /** What people read: "Test questions found verbatim in train". */
  readonly title: string;
  readonly value: number;
  readonly unit: Unit;
  /** Items (or pairs) behind the value. */
  readonly n: number;
  /** n after the clustering of items is paid for; equals n when nothing is clustered. */
  readonly effectiveN: number;
  readonly interval: Interval;
}

/** Something counted completely: no sampling, hence no interval. */
export interface Count {
  readonly kind: 'count';
  readonly title: string;
  readonly value: number;
  /** Out of how many, where that makes sense. */
  readonly of?: number;
}

/** A quantity that was wanted and can't be given. */
export interface Unavailable {
  readonly kind: 'unavailable';
  readonly title: string;
  readonly reason: string;
}

/** A figure that somebody published, or arithmetic on such figures: nothing here was measured, so it has no interval. */
export interface Published {
  readonly kind: 'published';
  readonly title: string;
  readonly value: number;
  readonly unit: Unit;
  /** How it comes about: "75.66% − 68.21%". */
  readonly arithmetic: string;
}

export type Measure = Estimate | Count | Published | Unavailable;

/** One thing that a finding is about. Ids and paths stand only here, never in titles or summaries: `--redact-ids` rewrites them here. */
export interface Subject {
  readonly role: 'item' | 'answer' | 'media' | 'patient' | 'exam' | 'template' | 'subset' | 'file';
  /** Item key (also of an answer), media path, patient id, template text, `column=value` of a subset, or file. */
  readonly key: string;
  /** Whose answer it is. */
  readonly model?: string;
  /** What each grader gave the answer, as people read it: `8 of 10`. */
  readonly grades?: Readonly<Record<string, string>>;
  /** Which of these graders are of the model's family. */
  readonly kinGraders?: readonly string[];
  readonly split?: Split;
  readonly source?: SourceLocation;
  /** Path of a medium to show beside it. */
  readonly media?: string;
  /** Text of the row, shortened to 300 characters; of an answer to 2,000. */
  readonly excerpt?: string;
}

/** Exactly one pair, item or file at fault. */
export interface Finding {
  /** First 12 hex digits of a SHA-256 over audit id and sorted subject keys: `findingId` makes it. */
  readonly id: string;
  /** kebab-case: `exact-pair`, `verified-pair`, `candidate-pair`, `patient-overlap`, `verbatim-question` … */
  readonly kind: string;
  /** `defect` counts towards a failing verdict, `suspect` wants a look, `note` is for information. */
  readonly severity: 'defect' | 'suspect' | 'note';
  /** One sentence without ids: "The same picture, flipped, is in train and test." */
  readonly title: string;
  readonly subjects: readonly Subject[];
  /** Numbers behind it, by name with unit in the name or none: `correlation`, `pHashDistanceBits`, `expectedFalsePairs`. */
  readonly values: Readonly<Record<string, number | string>>;
  /** For filtering. */
  readonly modality?: string;
  readonly task?: string;
}

export type Cell = string | number | null | Measure;

/** A table of evidence on the audit's card. Plain numbers are shown as written; proportions belong in measures. */
export interface EvidenceTable {
  readonly title: string;
  readonly columns: readonly { readonly key: string; readonly title: string }[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  readonly note?: string;
}

/** Estimates on one axis, drawn as a forest plot. */
export interface IntervalFigure {
  readonly kind: 'intervals';
  readonly title: string;
  readonly axis: string;
  readonly rows: readonly {
    readonly label: string;
    readonly group?: string;
    readonly estimate: Estimate;
  }[];
  readonly references: readonly { readonly label: string; readonly value: number }[];
}

/** Counts over a range, with marked values: a calibration, a distribution of distances. */
export interface HistogramFigure {
  readonly kind: 'histogram';
  readonly title: string;
  readonly axis: string;
  readonly bins: readonly { readonly from: number; readonly to: number; readonly count: number }[];
  readonly marks: readonly { readonly label: string; readonly value: number }[];
}

/** Estimates by row and column, drawn as a heat map: graders by candidates. */
export interface MatrixFigure {
  readonly kind: 'matrix';
  readonly title: string;
  /** What the rows and the columns are: "Grader", "Candidate". */
  readonly rowTitle: string;
  readonly columnTitle: string;
  /** With a group under which neighbours stand, such as a family. */
  readonly rows: readonly { readonly label: string; readonly group?: string }[];
  readonly columns: readonly { readonly label: string; readonly group?: string }[];
  /** By row, then column; null where nothing was measured. A marked cell is outlined. */
  readonly cells: readonly (readonly (MatrixCell | null)[])[];
  /** What an outline means: "grader and candidate of one family". */
  readonly mark: string;
  /** Values at the ends of the colours; `middle` where they diverge. */
  readonly range: { readonly lower: number; readonly upper: number; readonly middle?: number };
  readonly note?: string;
}

export interface MatrixCell {
  readonly estimate: Estimate;
  readonly marked: boolean;
}

export type Figure = IntervalFigure | HistogramFigure | MatrixFigure;

/** What an audit's function returns; the runner adds the static facts. */
export interface AuditOutcome {
  readonly verdict: Verdict;
  /** One sentence: why this verdict, with the numbers that decided it. */
  readonly summary: string;
  readonly measures: Readonly<Record<string, Measure>>;
  readonly tables: readonly EvidenceTable[];
  readonly figures: readonly Figure[];
  readonly findings: readonly Finding[];
  /** What would make it pass, one sentence with numbers; there wherever the verdict is `fail` or `inconclusive`. */
  readonly remedy?: string;
}

/** Static facts about an audit. */
export interface AuditFacts {
  /** A noun for what is surfaced: `image-reuse`. Also its folder's name. */
  readonly id: string;
  readonly title: string;
  /** The reviewer's question that it answers. */
  readonly question: string;
  /** How it is answered, for a reader of the report. */
  readonly method: string;
  /** What the result does not show. */
  readonly limits: string;
  /** Papers and pages: "Cameron, Gelbach & Miller 2008, doi:10.1162/rest.90.3.414". */
  readonly sources: readonly string[];
}

/**
 * An audit: facts and one pure function from evidence to an outcome.
 * It reads no files and reports no progress; costly work is evidence.
 */
export interface Audit<Options> extends AuditFacts {
  /** What the function reads from `evidence`; nothing else is computed for it. */
  readonly requires: readonly EvidenceName[];
  /** Audits whose results it joins to its own question; they run first. */
  readonly joins?: readonly string[];
  /** The audit's section of the config: every threshold, with its default. */
  readonly options: z.ZodType<Options>;
  audit(evidence: Evidence, options: Options, context: AuditContext): AuditOutcome;
}

/** What every audit is given besides evidence. */
export interface AuditContext {
  readonly seed: number;
  /** What an audit of `joins` came to; undefined where it is not configured. Given to audits that have `joins`. */
  readonly resultOf?: (id: string) => AuditResult | undefined;
}

/** One audit's place in the frozen result. */
export interface AuditResult extends AuditFacts, AuditOutcome {
  /** Thresholds in force. */
  readonly options: Readonly<Record<string, unknown>>;
}
