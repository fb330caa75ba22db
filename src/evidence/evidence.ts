/** Costly artefacts that several audits share. Each is computed once, by the folder named after it. */

import type { Benchmark, MediaKind, Split, Track } from '../benchmark/benchmark.ts';
import type { ModelCard } from '../model-card/model-card.ts';

/** What an audit may read. Fields not listed in an audit's `requires` throw when read. */
export interface Evidence {
  readonly benchmark: Benchmark;
  readonly reuse: ReuseEvidence;
  readonly clusters: ClusterEvidence;
  readonly text: TextEvidence;
  readonly baselines: BaselineEvidence;
  readonly scores: ScoreEvidence;
  /** What is known of every model of the config, in its order. */
  readonly cards: readonly ModelCard[];
}

export type EvidenceName = keyof Evidence;

// --- images -------------------------------------------------------------------------------------

/** `exact`: same bytes or same decoded pixels; `verified`: aligned correlation proves it; `candidate`: can't be decided; `refuted`: looked alike, is not. */
export type PairVerdict = 'exact' | 'verified' | 'candidate' | 'refuted';

/** The eight symmetries of a rectangle, as applied to the second medium to match the first. */
export type Symmetry =
  | 'identity'
  | 'rotated-90'
  | 'rotated-180'
  | 'rotated-270'
  | 'flipped-horizontally'
  | 'flipped-vertically'
  | 'transposed'
  | 'anti-transposed';

/** Two media that are, or look, the same. `first` is the test side; within test, the path that sorts first. */
export interface ReusePair {
  readonly first: string;
  readonly second: string;
  readonly scope: 'train-test' | 'within-test';
  readonly verdict: PairVerdict;
  /** The strongest layer that saw it: same path, same bytes, same decoded content, or look-alike. */
  readonly layer: 'name' | 'bytes' | 'content' | 'perceptual';
  readonly kind: MediaKind;
  readonly modality?: string;
  readonly symmetry?: Symmetry;
  /** Perceptual distance in bits out of 64, smallest over the symmetries. */
  readonly hashDistanceBits?: number;
  /** Zero-mean normalised cross-correlation after alignment, -1 … 1. */
  readonly correlation?: number;
  /** Correlation of fine detail after alignment, median over patches: what pictures of different people lack. */
  readonly detail?: number;
  /** Share of the smaller picture's area that was compared. */
  readonly overlap?: number;
  /** How many media of the other side have the same content; the pair names the first. Absent when it is one. */
  readonly copies?: number;
  /** Expected number of false pairs at this distance or closer among all pairs searched, from the null calibration. */
  readonly expectedFalsePairs?: number;
}

/** Distances between media of different patients: how alike unrelated pictures of this modality look. */
export interface NullCalibration {
  readonly modality: string;
  readonly status: 'calibrated' | 'not-calibrated';
  /** Why not calibrated, or how the null pairs were chosen. */
  readonly reason: string;
  /** Different-patient pairs measured. */
  readonly nullPairs: number;
  /** Pairs the search compared in this modality. */
  readonly searchedPairs: number;
  /** Count of null pairs at each Hamming distance 0 … 64. */
  readonly distanceCounts: readonly number[];
  /** Largest distance at which at most one false pair is expected; -1 when none. */
  readonly thresholdBits: number;
  /** Expected false pairs among those searched at distances 0 … 16. */
  readonly expectedFalsePairs: readonly number[];
  /** Distance within which pictures of this modality were compared pixel by pixel. */
  readonly searchRadiusBits?: number;
}

/** One distinct medium with its fingerprints. */
export interface MediaFingerprint {
  readonly path: string;
  readonly kind: MediaKind;
  readonly splits: readonly Split[];
  readonly itemKeys: readonly string[];
  readonly modality?: string;
  /** Hex SHA-256 of the file; absent in names-only mode. */
  readonly sha256?: string;
  /** Hex SHA-256 of the decoded content (grey pixels with width and height; rescaled voxels; dataset bytes). */
  readonly contentHash?: string;
  readonly widthPx?: number;
  readonly heightPx?: number;
}

/** Which media of the benchmark are the same picture. */
export interface ReuseEvidence {
  /** `names`: media absent, only paths and ids were compared; every pixel layer is not-run. */
  readonly mode: 'pixels' | 'names';
  readonly media: readonly MediaFingerprint[];
  /** Media that could not be read or decoded, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
  /** All pairs found, refuted ones included. */
  readonly pairs: readonly ReusePair[];
  readonly calibration: readonly NullCalibration[];
  /** Constant or nearly constant pictures: hashes say nothing about them, so they were compared by content only. */
  readonly featureless: readonly string[];
  /** What was left out or bounded, one sentence each, without ids. */
  readonly notes?: readonly string[];
}

/** The reuse graph's connected components: items joined by a common medium, exam, patient or proven pair. */
export interface ClusterEvidence {
  /** Item key (both splits) to cluster id: the smallest item key of its component. */
  readonly clusterOf: ReadonlyMap<string, string>;
  /** Test item keys that share a medium with train by an `exact` or `verified` pair (names count in names mode). */
  readonly reusedTestItems: ReadonlySet<string>;
  readonly patientsInBothSplits: readonly string[];
  readonly examsInBothSplits: readonly string[];
  /** Whether any item carries a patient (exam) id: without, overlap is not-applicable, not zero. */
  readonly hasPatients: boolean;
  readonly hasExams: boolean;
  readonly testClusters: number;
  readonly largestTestCluster: number;
}

// --- text ---------------------------------------------------------------------------------------

/** A question pattern shared by items: fixed words with `<*>` or named slots. */
export interface Template {
  /** `t1`, `t2` … by falling count. */
  readonly id: string;
  readonly pattern: string;
  readonly trainCount: number;
  readonly testCount: number;
}

/** A test item and the train item whose question is the same or nearly so. */
export interface TextMatch {
  readonly testKey: string;
  readonly trainKey: string;
  /** `exact`: same up to case and surrounding white space; `normalised`: same with punctuation and width folded too; `near`: verified Jaccard. */
  readonly level: 'exact' | 'normalised' | 'near';
  /** Jaccard similarity of the shingle sets, 1 for exact and normalised. */
  readonly jaccard: number;
  /** Whether some train item with this question (for `near`: with the matched one) has the same answer after normalisation. */
  readonly sameAnswer: boolean;
}

/** ROUGE-L of sampled test reports to their nearest report elsewhere, over equally many train and other test reports. */
export interface ReportOverlap {
  /** By test item key. */
  readonly byItem: ReadonlyMap<string, { readonly toTrain: number; readonly toTest: number }>;
  /** Reports that each maximum is taken over. */
  readonly pool: number;
}

/** What questions and reports share across the split. Train-free benchmarks have empty matches. */
export interface TextEvidence {
  readonly templates: readonly Template[];
  /** Item key (both splits) to template id. */
  readonly templateOf: ReadonlyMap<string, string>;
  /** Best train match of each test item that has one. */
  readonly matches: ReadonlyMap<string, TextMatch>;
  /** Share of words inside slots' n-grams seen in train, per test item with slot text; n-grams of fixed words never count. */
  readonly slotContamination: ReadonlyMap<string, number>;
  readonly slotNgramLength: number;
  /** Report sentences: share of words that are fixed words of a sentence template with support 5 or more, per test item with a long reference. */
  readonly reportTemplateShare: ReadonlyMap<string, number>;
  /** Absent without train reports or with fewer than two test reports. */
  readonly reportOverlap?: ReportOverlap;
  /** Chance that the LSH settings find a pair at the near-duplicate threshold; texts below 20 shingles are searched exactly. */
  readonly nearRecall: number;
  readonly nearThreshold: number;
}

// --- answering without the image ------------------------------------------------------------------

/** A way to answer that never sees a medium. */
export interface TextBaseline {
  /** `majority`, `prior-per-question`, `prior-per-template`, `choices-only`, `naive-bayes`, `logistic-regression`, `nearest-question`, `modal-report`. */
  readonly name: string;
  readonly title: string;
  readonly track: Track;
  readonly fittedOn: 'train' | 'leave-one-cluster-out';
  /** Mean score under clustered cross-validation on train (for leave-one-cluster-out: on test), which chooses the best baseline without looking at test scores. */
  readonly selectionScore: number;
  /** Answer by test item key. */
  readonly answers: ReadonlyMap<string, string>;
  /** Score by test item key under the track's metric. */
  readonly scores: ReadonlyMap<string, number>;
}

export interface BaselineEvidence {
  readonly baselines: readonly TextBaseline[];
  /** Name of the baseline with the best selection score, per track. */
  readonly best: Readonly<Partial<Record<Track, string>>>;
  /** Expected score of a uniform guess by test item key: 1/k for k known options, 1/2 for yes/no, else 1/(distinct train answers of the template) on closed items, 0 on open ones. */
  readonly chance: ReadonlyMap<string, number>;
}

// --- scores -------------------------------------------------------------------------------------

/** One model's scores on the items of one track that it answered, in the benchmark's item order. */
export interface ItemScores {
  readonly model: string;
  readonly condition: string;
  readonly track: Track;
  readonly metric: string;
  /** How answers were read: an extractor's name, `likelihood` for the most probable option, `none`. */
  readonly extractor: string;
  /**
   * Whether this is the track's headline metric under the default extractor; by likelihood where
   * that was all that was asked for and no text was generated.
   */
  readonly primary: boolean;
  readonly itemKeys: readonly string[];
  /** Score in [0, 1] of each item in `itemKeys`. */
  readonly values: readonly number[];
  /** Test items of the track that can be asked under the condition and lack a response: they widen the worst case. */
  readonly unansweredKeys: readonly string[];
  /** Responses from which no answer could be extracted; scored 0 and counted. */
  readonly unparsed: number;
  /** The items of those responses. */
  readonly unparsedKeys?: readonly string[];
}

/** What one model answered under one condition, by content: moved options leave it the same. */
export interface ItemAnswers {
  readonly model: string;
  readonly condition: string;
  readonly track: Track;
  /** The default extractor, or `likelihood`. */
  readonly extractor: string;
  /** Normalised content of each answered item's answer; null where none could be read. */
  readonly contentOf: ReadonlyMap<string, string | null>;
  /** Place of the chosen option as it was shown, from 0; multiple choice only. */
  readonly placeOf: ReadonlyMap<string, number>;
}

export interface ScoreEvidence {
  readonly itemScores: readonly ItemScores[];
  /** Headline scores on all of what the test split was drawn from, where answers beyond it are at hand. */
  readonly parentScores?: readonly ItemScores[];
  /** Of closed and open items. */
  readonly answers: readonly ItemAnswers[];
}
