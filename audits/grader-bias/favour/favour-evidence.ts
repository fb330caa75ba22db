import type { AuditOutcome, EvidenceTable, Measure } from '../../../src/audit/audit.ts';
import { judgmentKinds, type Question } from '../question.ts';
import { type CrossedFamilies, crossedFamilies, crossedTable } from './crossed-families.ts';
import {
  type Favour,
  favourTable,
  type JudgedRows,
  judgedRows,
  mainFavours,
  otherFavours,
  type SpreadFits,
  spreadFits,
} from './favour.ts';
import { kinTable } from './kin-table.ts';
import { otherTerms, otherTermsTable } from './other-terms.ts';
import { precisions, precisionTable } from './precision.ts';

/** What was measured of the favour for kin. */
export interface FavourEvidence {
  readonly rows: JudgedRows;
  /** Those that decide, and the same with other things held constant. */
  readonly main: readonly Favour[];
  readonly others: readonly Favour[];
  readonly crossed: readonly CrossedFamilies[];
  readonly fits: SpreadFits;
}

/** Measures the favour. */
export function favourEvidence(question: Question): FavourEvidence {
  const rows = judgedRows(question);
  const crossed = crossedFamilies(rows.byScore, rows.byPair, question);
  const main = mainFavours(rows, question);
  const others = otherFavours(main, rows, question);
  return { rows, main, others, crossed, fits: spreadFits(rows, question) };
}

/** What the card shows of the favour. */
export function favourMeasures(
  { rows, main, others, crossed, fits }: FavourEvidence,
  question: Question,
): Pick<AuditOutcome, 'measures' | 'tables'> {
  const terms = otherTerms(fits, question);
  const shown = largestFirst(main);
  const tables: EvidenceTable[] = [
    favourTable(shown, others),
    crossedTable(crossed),
    precisionTable(precisions(question, main, fits, rows), question),
    otherTermsTable(terms),
    kinTable(question),
  ];
  const measures: (readonly [string, Measure])[] = [
    ...shown.map(
      ({ design, term, estimate }) => [`${design}Favour:${term.name}`, estimate] as const,
    ),
    ...crossed.map(
      ({ design, families, estimate }) =>
        [`${design}Crossed:${families.join('/')}`, estimate] as const,
    ),
    ...terms.map(({ key, estimate }) => [key, estimate] as const),
  ];
  return {
    measures: Object.fromEntries(measures),
    tables: tables.filter((table) => table.rows.length > 0),
  };
}

/** Of each kind of judgment the largest favour first. */
function largestFirst(favours: readonly Favour[]): Favour[] {
  const size = ({ coefficient }: Favour): number => Math.abs(coefficient.value);
  return judgmentKinds.flatMap((kind) =>
    favours.filter(({ design }) => design === kind).sort((a, b) => size(b) - size(a)),
  );
}
