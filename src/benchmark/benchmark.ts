/** The canonical model: every reader produces these types, every audit reads only these. */

import type { Disclosure } from '../disclosure/disclosure.ts';
import type { HumanLabels } from '../judgments/human-labels.ts';
import type { Judgments } from '../judgments/judgments.ts';
import type { KinshipDeclaration } from '../judgments/kinship/kinship.ts';
import type { DeclaredAsking } from './model-config.ts';
import type { ParentCounts } from './parent-config.ts';
import type { Provenance } from './provenance-config.ts';

export type Split = 'test' | 'train';

/** A place in an input file. `file` is relative to the config's folder, `/`-separated; `line` counts from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
}

export type MediaKind = 'image' | 'volume' | 'features' | 'video' | 'audio';

/** One picture, volume or feature bag that an item shows. */
export interface MediaReference {
  /**
   * The media's name in every result: its path as the row writes it, `/`-separated,
   * or `inline:<first 16 hex digits of the SHA-256 of its bytes>` for base64 images.
   */
  readonly path: string;
  readonly kind: MediaKind;
  /** Absolute path of the file to read; absent with `media: absent`. Existence is not checked here. */
  readonly file?: string;
}

/** An answer choice. `label` is its letter ("A"), `text` its wording. */
export interface AnswerOption {
  readonly label: string;
  readonly text: string;
}

/** An axis-aligned box in pixels of the medium or in 0..1000 units, as the row gives it: x1, y1, x2, y2. */
export type Box = readonly [number, number, number, number];

/**
 * How an item is scored: `closed` has a short answer from a known set (options, yes/no, or the
 * row's own answer type says so), `open` is free text, `grounding` asks for boxes.
 */
export type Track = 'closed' | 'open' | 'grounding';

/** One question about zero or more media, with its reference answer. */
export interface Item {
  /** Unique in the benchmark: `<split>/<id>` (`parent/<id>` of items beyond the test split), with `#2`, `#3` … on rows that repeat an id with other content. */
  readonly key: string;
  /** The id as the row gives it; where it gives none, the content hash. */
  readonly id: string;
  readonly split: Split;
  readonly source: SourceLocation;
  /** First 16 hex digits of a SHA-256 over the user text and the media paths: what predictions without an id join on. */
  readonly contentHash: string;
  readonly track: Track;
  readonly system?: string;
  /** The user's text without media placeholders and, where options are given apart, without the options. */
  readonly prompt: string;
  /** Empty unless the item is multiple choice. */
  readonly options: readonly AnswerOption[];
  /** The reference answer as given: a letter when the row gives a letter. */
  readonly answer: string;
  /** Further answers that the row accepts. */
  readonly alternatives?: readonly string[];
  /** Reference boxes of a grounding item. */
  readonly boxes: readonly Box[];
  readonly media: readonly MediaReference[];
  readonly task?: string;
  readonly modality?: string;
  readonly stage?: string;
  readonly patient?: string;
  readonly exam?: string;
  /** Other short columns, usable as subsets: `content_type`, `l2-category` … */
  readonly attributes: Readonly<Record<string, string>>;
}

/** How probable a model finds an answer. */
export interface OptionLikelihood {
  /** Label of an option, or `yes` or `no`. */
  readonly label: string;
  readonly logLikelihood: number;
}

/** What a model said about one item under one condition. */
export interface Response {
  readonly model: string;
  /** `real` when the model saw the item as it is; `rotated-1`, `rotated-2` … by how far its options moved. */
  readonly condition: string;
  readonly itemKey: string;
  readonly text: string;
  /** The options as the model saw them, where a condition moved their contents; the text counts against these. */
  readonly shownOptions?: readonly AnswerOption[];
  /**
   * Natural log of the probability of each shown option's label as the answer ("yes" and "no" of
   * items without options), where the engine told it.
   */
  readonly optionScores?: readonly OptionLikelihood[];
  /** Whether the recording says, or its length shows, that the text was cut. */
  readonly truncated: boolean;
  readonly source: SourceLocation;
}

/** The file that answers of models that were asked here have as their source. */
export const BATTERY_SOURCE: string = 'battery';

/** One score of one response, in [0, 1]. */
export interface Grade {
  readonly itemKey: string;
  readonly model: string;
  readonly condition: string;
  readonly metric: string;
  /** The answer extractor; `none` for metrics that need none. */
  readonly extractor: string;
  readonly value: number;
}

/** A row that was not kept, or kept with a remark. */
export interface LedgerNote {
  /** kebab-case: `broken-json`, `no-answer`, `duplicate-id`, `unknown-item`, `media-count-differs` … */
  readonly reason: string;
  readonly effect: 'dropped' | 'kept';
  readonly source: SourceLocation;
  readonly detail: string;
}

/** What became of every row of one input file. read = kept + dropped + duplicated + filtered. */
export interface LedgerEntry {
  readonly file: string;
  readonly role: 'test' | 'train' | 'parent' | 'predictions' | 'judgments' | 'journal';
  /** Reader id: `ms-swift`, `vqa-json`, `vlmevalkit-tsv` … */
  readonly format: string;
  /** Predictions only. */
  readonly model?: string;
  readonly condition?: string;
  readonly read: number;
  readonly kept: number;
  /** Rows dropped, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Judgments in kept rows that enter no estimate, by outcome; absent where there are none. */
  readonly unused?: Readonly<Record<string, number>>;
  /** Rows equal to an earlier one (for predictions: the last answer of an item counts). */
  readonly duplicated: number;
  readonly truncated: number;
  /** Judgments: rows that the config's `where` leaves out; absent where there are none. */
  readonly filtered?: number;
  /** Predictions and judgments: rows that belong to no test item. Also counted under `dropped`. */
  readonly unjoined: number;
  /** Predictions: test items for which the file has no answer. */
  readonly unanswered: number;
  /** The first 100 remarks; the counts above are complete. */
  readonly notes: readonly LedgerNote[];
}

export type ModelRole = 'candidate' | 'baseline' | 'cold' | 'other';

/** A model as the config declares it. */
export interface ModelDeclaration {
  readonly name: string;
  readonly role: ModelRole;
  readonly family?: string;
  readonly declared?: DeclaredAsking;
}

/** A file that the run has read. */
export interface InputFile {
  /** Relative to the config's folder. */
  readonly path: string;
  readonly sha256: string;
  /** `media` stands for all media together: a digest over their paths and hashes. */
  readonly role:
    | 'config'
    | 'test'
    | 'train'
    | 'parent'
    | 'predictions'
    | 'judgments'
    | 'journal'
    | 'claims'
    | 'disclosure'
    | 'policy'
    | 'media';
}

/** What the test split was drawn from. */
export interface ParentSet {
  /** The test items that are in it and the items beyond them. */
  readonly items: readonly Item[];
  /** Recorded answers to the items beyond the test split. */
  readonly responses: readonly Response[];
  /** Test items that are not in it. */
  readonly missing: readonly Item[];
}

/** A benchmark with its training split and recorded predictions, read and joined. */
export interface Benchmark {
  readonly name: string;
  readonly test: readonly Item[];
  /** Empty when the config has no training split. */
  readonly train: readonly Item[];
  readonly models: readonly ModelDeclaration[];
  readonly responses: readonly Response[];
  /** What graders said of the answers, where any did. */
  readonly judgments?: Judgments;
  /** Labels by people, where the config names files of them: `gold` of judgments made later. */
  readonly labels?: HumanLabels;
  readonly kinship?: KinshipDeclaration;
  /** Who and what made each part, where the config says so. */
  readonly provenance?: Provenance;
  /** What the test split was drawn from, where the config names it. */
  readonly parent?: ParentSet;
  /** Its counts, where only those are published. */
  readonly parentCounts?: ParentCounts;
  /** What the authors disclose, where the config names a file of it. */
  readonly disclosure?: Disclosure;
  /** Test items that `--limit` left out: their media may stand in for others'. */
  readonly beyondLimit?: readonly Item[];
  /** `absent`: reuse can be judged by name and id only. */
  readonly media: 'present' | 'absent';
  /** Config key `subsets`: `modality`, `stage`, `task` or names of attributes. */
  readonly subsets: readonly string[];
  readonly ledger: readonly LedgerEntry[];
  readonly inputs: readonly InputFile[];
  /** Set when `--limit` cut the test split: a limited run can never pass a gate. */
  readonly limit?: number;
}

/** The value of a subset column for an item: one of the named fields, else an attribute. */
export function subsetValue(item: Item, column: string): string | undefined {
  if (column === 'task' || column === 'modality' || column === 'stage') return item[column];
  if (column === 'track') return item.track;
  return item.attributes[column];
}
