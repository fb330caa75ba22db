import type { CheckId } from './check.ts';
import type { CheckFacts } from './facts.ts';

/** `disclosure.yaml` after validation: what a paper says, check by check. */
export interface Disclosure {
  /** As results name it: `disclosure.yaml`. */
  readonly file: string;
  /** The paper or page that it is taken from. */
  readonly source: string;
  readonly entries: Entries;
}

/** What is said on each check; absent where nothing was found. */
export type Entries = { readonly [Id in CheckId]?: DisclosureEntry<Id> };

/** What is said on one check: a quote, a statement, facts, or why the check makes no sense here. */
export interface DisclosureEntry<Id extends CheckId = CheckId> {
  /** The source's own words. */
  readonly quote?: string;
  /** Where they stand: "Section 3.2", "p. 4". */
  readonly location?: string;
  /** What is said, in words that are not the source's. */
  readonly statement?: string;
  readonly notApplicable?: string;
  /** The same in a form that can be compared with measurements. */
  readonly facts?: CheckFacts[Id];
  /** Line of the file. */
  readonly line: number;
}
