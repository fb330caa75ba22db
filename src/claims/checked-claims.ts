/** What became of the claims that somebody makes of a benchmark: part of the frozen result. */

import type { EvidenceTable, Figure, Measure, Unit } from '../audit/audit.ts';

/**
 * `supported`: it holds, by its interval; `fragile`: it holds, and a few answers or one reasonable
 * change of method would undo it; `inconclusive`: what there is can't decide; `contradicted`: what
 * there is speaks against it; `not-testable`: what would decide is not at hand.
 */
export const claimStatuses = [
  'supported',
  'fragile',
  'inconclusive',
  'contradicted',
  'not-testable',
] as const;

export type ClaimStatus = (typeof claimStatuses)[number];

/**
 * `score`: a model's score; `gap`: a model's lead over another on the same items; `subset`: either
 * on a named part of the test split; `comparator`: a lead whose comparators are taken apart;
 * `qualitative`: a sentence without a figure.
 */
export const claimKinds = ['score', 'gap', 'subset', 'comparator', 'qualitative'] as const;

export type ClaimKind = (typeof claimKinds)[number];

/** A claim with what it is worth. */
export interface CheckedClaim {
  /** As the ledger names it: `closed-accuracy`. */
  readonly id: string;
  readonly kind: ClaimKind;
  /** The sentence as it is made. */
  readonly text: string;
  /** Where it is made: "Table 2". */
  readonly location?: string;
  readonly status: ClaimStatus;
  /** `run`: derived again from measurements; `paper`: from published figures alone. */
  readonly basis: 'run' | 'paper';
  /** One or two sentences: why this status, with the numbers that decided it. */
  readonly why: string;
  /** The figure that is claimed, where there is one. */
  readonly claimed?: { readonly value: number; readonly unit: Unit };
  /** Numbers behind the status, by name. */
  readonly measures: Readonly<Record<string, Measure>>;
  readonly tables: readonly EvidenceTable[];
  readonly figures: readonly Figure[];
  /** What would have to be published or measured for a firmer status, one sentence each. */
  readonly needs: readonly string[];
  /** Audits whose results bear on it. */
  readonly audits: readonly string[];
}

/** One lead taken apart: the advertised one, the fair one, and what of it is not the architecture's. */
export interface TakenApartLead {
  /** Id of the comparator claim. */
  readonly claim: string;
  readonly track: string;
  readonly model: string;
  /** The fine-tuned baseline, and the best model asked cold. */
  readonly baseline: string;
  readonly cold: string;
  readonly scores: {
    readonly cold: Measure;
    readonly baseline: Measure;
    readonly model: Measure;
  };
  /** Model minus cold, model minus baseline, in points. */
  readonly advertised: Measure;
  readonly fair: Measure;
  /** Share of the advertised lead that the fine-tuned baseline has too. */
  readonly notArchitecture: Measure;
  /** What can't be told of it, and why. */
  readonly caveat: string;
}

/** All claims of a ledger file, checked. */
export interface CheckedClaims {
  readonly title: string;
  /** Where they are made: "arXiv 2606.04911 v1". */
  readonly source: string;
  readonly claims: readonly CheckedClaim[];
  readonly leads: readonly TakenApartLead[];
}
