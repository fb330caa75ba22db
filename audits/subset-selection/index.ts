import { basename } from 'node:path';
import type { Audit, AuditOutcome } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import type { Benchmark } from '../../src/benchmark/benchmark.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { compareComposition, compareWithCounts } from './composition.ts';
import { selectionFindings } from './findings.ts';
import { judge, unfairColumns } from './judgement.ts';
import { measuresOf } from './measures.ts';
import { type SubsetSelectionOptions, subsetSelectionOptions } from './options.ts';
import { placeScores } from './positions.ts';
import { selectionOf } from './selection.ts';
import type { SelectionEvidence } from './selection-evidence.ts';
import { compositionTable, positionFigure, positionTable } from './tables.ts';

const id = 'subset-selection';

/** Whether a sampled test split is a fair draw of what it was sampled from. */
export const subsetSelection: Audit<SubsetSelectionOptions> = {
  id,
  title: 'Subset selection',
  question: 'Was the test split a fair draw of the larger set that it was taken from?',
  method:
    'The test items are looked up in their parent by question and media. Make-up: for every value of the reported columns the two-sided exact hypergeometric test, for every column as a whole a chi-square against random draws, Holm’s adjustment over all. Score: 10,000 subsets of the same size are drawn from the parent without replacement, and the used one is placed among them, for each candidate’s score and its lead over the fine-tuned baseline, track by track; one-sided p in the candidate’s favour with Holm’s adjustment. Where the make-up differs, subsets of equal make-up are drawn. Where no group of items with a common medium, exam or patient is split, whole groups are drawn. Fails where the make-up, a score or a lead is not what chance explains. Passes only with answers to the parent and where a shift of the allowed size would have been seen.',
  limits:
    'A sampling plan by strata, stated and weighted for, is no fault, and this audit can’t see whether there was one. A parent that was itself selected looks fair. Of rows that were changed after the draw nothing is known. What is not in the columns and not in the candidates’ scores can have been selected on unseen.',
  sources: [
    'Fisher 1935, doi:10.2307/2342435 (exact test)',
    'Holm 1979, https://www.jstor.org/stable/4615733',
    'Phipson & Smyth 2010, doi:10.2202/1544-6115.1585 (p-values of random draws)',
    'Fisher & Yates 1938; Durstenfeld 1964, doi:10.1145/364520.364540 (draws without replacement)',
  ],
  requires: ['benchmark', 'scores'],
  options: subsetSelectionOptions,
  audit(evidence, options, { seed }): AuditOutcome {
    const { benchmark } = evidence;
    const found = collect(evidence, options, seed);
    if (found === undefined) return withoutParent(benchmark);
    const { columns, positions } = found;
    return {
      ...judge(found, options),
      measures: measuresOf(found, options),
      tables: [
        ...(columns.length > 0 ? [compositionTable(columns)] : []),
        ...(positions.length > 0 ? [positionTable(positions, options.level)] : []),
      ],
      figures: positions.map(positionFigure),
      findings: selectionFindings(id, found, options),
    };
  },
};

function collect(
  { benchmark, scores }: Pick<Evidence, 'benchmark' | 'scores'>,
  options: SubsetSelectionOptions,
  seed: number,
): SelectionEvidence | undefined {
  const { test, beyondLimit = [], parentCounts, subsets, limit } = benchmark;
  const items = [...test, ...beyondLimit];
  const shared = { testItems: items.length, isLimited: limit !== undefined };
  const none = { excess: [], positions: [], unplaced: [] };
  if (items.length === 0) return undefined;
  const selection = selectionOf(benchmark);
  if (selection === undefined) {
    if (parentCounts === undefined) return undefined;
    return { ...shared, ...none, ...compareWithCounts(items, parentCounts, options, seed) };
  }
  const byColumn = subsets.length > 0 ? subsets : ['track'];
  const columns = compareComposition(selection, byColumn, options, seed);
  const strataBy = unfairColumns(columns, options).length > 0 ? byColumn : [];
  const placed =
    limit === undefined
      ? placeScores({ evidence: { benchmark, scores }, selection, strataBy, options, seed })
      : { positions: [], unplaced: [] };
  return { ...shared, excess: [], selection, columns, ...placed };
}

/** File names that say that the split is a sample. */
const sampleNames = /(?<![a-z])(?:sub[-_ ]?)?sampled(?![a-z])|(?<![a-z])subset(?![a-z])/i;

function withoutParent({ test }: Benchmark): AuditOutcome {
  const files = [...new Set(test.map(({ source }) => source.file))];
  const saying = files.filter((file) => sampleNames.test(basename(file)));
  if (saying.length === 0) {
    return emptyOutcome(
      'not-applicable',
      'Nothing says that the test split was drawn from a larger set; if it was, name its files under splits.parent, or its counts under splits.parentCounts.',
    );
  }
  const whose = saying.length === files.length ? 'The' : `${saying.length} of ${files.length}`;
  return {
    ...emptyOutcome(
      'inconclusive',
      `${whose} test file${files.length === 1 ? '’s name says' : 's’ names say'} that the split is a sample; its parent is not at hand.`,
    ),
    remedy:
      'Name the files that the test split was drawn from under splits.parent, with a candidate’s answers to them, or their counts under splits.parentCounts.',
  };
}
