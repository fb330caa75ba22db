import type { Finding, Subject } from '../../src/audit/audit.ts';
import { itemSubject, makeFinding } from '../../src/audit/finding.ts';
import type { Item } from '../../src/benchmark/benchmark.ts';
import type { TextMatch } from '../../src/evidence/evidence.ts';
import type { IdenticalRow } from './identical-rows.ts';

/** A test wording that train has too, with the test rows that ask it. */
export interface LeakedQuestion {
  readonly match: TextMatch;
  readonly rows: readonly Item[];
  readonly trainItem: Item;
  readonly pattern: string;
  /** Train rows with this wording; for a near match, with the matched one. */
  readonly trainRows: number;
  readonly sameAnswerRows: number;
}

const kinds = {
  exact: {
    kind: 'verbatim-question',
    title: 'This test question is asked in train, word for word.',
  },
  normalised: {
    kind: 'verbatim-question',
    title: 'This test question is asked in train; only punctuation or width differs.',
  },
  near: {
    kind: 'near-question',
    title: 'This test question is asked in train in nearly the same words.',
  },
} as const;

/**
 * One finding for each leaked wording.
 *
 * @param failing Whether verbatim questions are why the audit fails.
 */
export function questionFinding(
  auditId: string,
  leaked: LeakedQuestion,
  failing: boolean,
): Finding {
  const { match, rows, trainItem, pattern, trainRows, sameAnswerRows } = leaked;
  const { kind, title } = kinds[match.level];
  return makeFinding(auditId, {
    kind,
    severity: match.level !== 'near' && failing ? 'defect' : 'suspect',
    title,
    subjects: [rowSubject(rows[0]!), rowSubject(trainItem), { role: 'template', key: pattern }],
    values: {
      testRows: rows.length,
      trainRows,
      sameAnswerRows,
      ...(match.level === 'near' && { jaccard: Number(match.jaccard.toFixed(4)) }),
    },
    ...shared(rows),
  });
}

/** One finding for each test row that train has whole: picture, question and answer. */
export function identicalRowFinding(
  auditId: string,
  { test, train }: IdenticalRow,
  failing: boolean,
): Finding {
  return makeFinding(auditId, {
    kind: 'identical-row',
    severity: failing ? 'defect' : 'suspect',
    title: 'The same picture, question and answer are in train and in test.',
    subjects: [rowSubject(test), rowSubject(train)],
    values: {},
    ...shared([test]),
  });
}

function rowSubject(item: Item): Subject {
  return itemSubject(item, `${item.prompt} → ${item.answer}`);
}

/** Modality and task, where all rows agree. */
function shared(rows: readonly Item[]): Pick<Finding, 'modality' | 'task'> {
  const [first] = rows as readonly [Item, ...Item[]];
  const { modality, task } = first;
  return {
    ...(modality !== undefined && rows.every((row) => row.modality === modality) && { modality }),
    ...(task !== undefined && rows.every((row) => row.task === task) && { task }),
  };
}
