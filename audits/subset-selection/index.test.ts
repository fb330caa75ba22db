import { describe, expect, test } from 'vitest';
import type { AuditOutcome } from '../../src/audit/audit.ts';
import type { Benchmark, Item, ModelDeclaration } from '../../src/benchmark/benchmark.ts';
import type { Evidence, ItemScores } from '../../src/evidence/evidence.ts';
import { testItem } from '../../test/test-item.ts';
import { subsetSelection } from './index.ts';

const models: readonly ModelDeclaration[] = [
  { name: 'ours', role: 'candidate' },
  { name: 'sft', role: 'baseline' },
];

/** What is planted in item number n of the parent. */
interface Row {
  readonly used: boolean;
  readonly modality?: string;
  readonly ours?: number;
  readonly sft?: number;
  readonly patient?: string;
}

interface Setting {
  readonly rows: readonly Row[];
  /** Test items that the parent lacks. */
  readonly missing?: readonly Item[];
  readonly benchmark?: Partial<Benchmark>;
  readonly options?: object;
  readonly seed?: number;
}

function itemsOf(rows: readonly Row[]): Item[] {
  return rows.map(({ used, modality = 'ct', patient }, n) =>
    testItem({
      key: `${used ? 'test' : 'parent'}/${n}`,
      track: 'closed',
      modality,
      source: { file: 'test.jsonl', line: n + 1 },
      ...(patient !== undefined && { patient }),
    }),
  );
}

function scoresOf(model: 'ours' | 'sft', rows: readonly Row[], items: readonly Item[]): ItemScores {
  const answered = [...rows.keys()].filter((n) => rows[n]![model] !== undefined);
  return {
    ...{ model, condition: 'real', track: 'closed', metric: 'accuracy', extractor: 'lenient' },
    ...{ primary: true, unansweredKeys: [], unparsed: 0 },
    itemKeys: answered.map((n) => items[n]!.key),
    values: answered.map((n) => rows[n]![model]!),
  };
}

function run({
  rows,
  missing = [],
  benchmark = {},
  options = {},
  seed = 0,
}: Setting): AuditOutcome {
  const items = itemsOf(rows);
  const parentScores = (['ours', 'sft'] as const)
    .map((model) => scoresOf(model, rows, items))
    .filter(({ itemKeys }) => itemKeys.length > 0);
  const whole: Benchmark = {
    ...{ name: 'b', media: 'absent', responses: [], ledger: [], inputs: [], train: [], models },
    subsets: ['modality'],
    test: [...items.filter(({ key }) => key.startsWith('test/')), ...missing],
    parent: { items, missing, responses: [] },
    ...benchmark,
  };
  const scores = {
    ...{ itemScores: [], answers: [] },
    ...(parentScores.length > 0 && { parentScores }),
  };
  return subsetSelection.audit(
    { benchmark: whole, scores } as unknown as Evidence,
    subsetSelection.options.parse({ redraws: 1999, ...options }),
    { seed },
  );
}

const range = (count: number): number[] => [...Array(count).keys()];

/** 400 items of which every fourth is used; half of each modality; 60% right on used and on unused ones. */
const fair: readonly Row[] = range(400).map((n) => ({
  used: n % 4 === 0,
  modality: Math.floor(n / 4) % 2 === 0 ? 'ct' : 'mri',
  ours: Math.floor(n / 8) % 5 < 3 ? 1 : 0,
  sft: Math.floor(n / 8) % 5 < 2 ? 1 : 0,
}));

const rowsOf = ({ tables }: AuditOutcome, title: string) =>
  tables.find((table) => table.title.startsWith(title))?.rows ?? [];

describe('a fair draw', () => {
  const outcome = run({ rows: fair, options: { maxShift: 0.2 } });

  test('passes, with the power it had', () => {
    expect(outcome.verdict).toBe('pass');
    expect(outcome.findings).toEqual([]);
    expect(outcome.summary).toMatch(
      /^The make-up of the test split is that of a random draw of items from its parent \(2 values of 1 column, none with p < 0\.01 after Holm’s adjustment\), and no score or lead of a candidate is higher than 1999 re-draws explain/,
    );
  });

  test('places its score in the middle of the re-draws, with their spread', () => {
    // 60 of 100 right and 240 of 400: the percentile counts ties half.
    const [score, lead] = rowsOf(outcome, 'Scores');
    expect(score).toMatchObject({ items: 100, parentItems: 400, used: '60%' });
    expect(outcome.measures['closedScoreRedrawn:ours']).toMatchObject({
      value: expect.closeTo(0.6, 2),
      n: 100,
      interval: { method: 'middle 95% of 1999 re-draws' },
    });
    const { value } = outcome.measures['closedScorePercentile:ours'] as { value: number };
    expect(Math.abs(value - 0.5)).toBeLessThan(0.05);
    expect(lead).toMatchObject({ what: 'Lead of ours over sft', used: '20 points' });
    expect(outcome.figures.map(({ title }) => title)).toEqual([
      'Score of ours, closed items: 1999 subsets of 100 drawn anew',
      'Lead of ours over sft, closed items: 1999 subsets of 100 drawn anew',
    ]);
  });

  test('knows the smallest shift that it would have seen', () => {
    // Two that decide, alpha .005: z = 2.5758 + .8416. Deviation of a draw of 100 of 400 without
    // replacement: sqrt(.24 x 400/399 x .75 / 100) = .04248; the shift is 14.5 points.
    const open = run({ rows: fair, options: { redraws: 20_000 } });
    expect(open.verdict).toBe('inconclusive');
    const [score] = rowsOf(open, 'Scores');
    expect(score?.detectable).toMatch(/^14\.[3-7] points$/);
    expect(open.summary).toMatch(
      /a shift of less than \d+(\.\d)? points could have stayed unseen \(100 closed items; 5 points allowed\)/,
    );
    // 1/n = (1/100 - 1/400) (5 / 16.4)^2 + 1/400 for the lead, the wider of the two: about 312 of 400.
    expect(open.remedy).toMatch(
      /A subset of about \d+ closed items would show a shift of 5 points/,
    );
  });

  test('comes out the same with one seed', () => {
    expect(run({ rows: fair, options: { maxShift: 0.2 } })).toEqual(outcome);
  });
});

describe('a cherry-picked subset', () => {
  test('of the easy items fails, for score and lead', () => {
    // 85 of the 100 used are right, and 155 of the 300 others: 240 of 400.
    const rows = fair.map((row, n) => {
      const place = Math.floor(n / 4);
      const ours = row.used ? Number(place < 85) : Number(n - place - 1 < 155);
      return { ...row, ours, sft: 1 - Number(place % 2) };
    });
    const outcome = run({ rows });
    expect(outcome.verdict).toBe('fail');
    expect(outcome.findings.map(({ kind, severity }) => [kind, severity])).toEqual([
      ['score-raised', 'defect'],
      ['lead-raised', 'defect'],
    ]);
    expect(outcome.summary).toContain('ours scores 85% on its 100 closed items');
    // 1 / 2000, doubled by Holm.
    expect(outcome.findings[0]?.values).toMatchObject({ percentile: 1, pHigher: 1 / 2000 });
    expect(outcome.findings[0]?.values.holmPValue).toBeCloseTo(2 / 2000, 12);
    expect(outcome.remedy).toContain('Report ours’s score on all of the parent (60%) or');
  });

  test('of the hard items is not in the candidate’s favour', () => {
    const rows = fair.map((row, n) => ({
      ...row,
      ours: row.used ? Number(n % 16 === 0) : Number(n % 3 > 0),
      sft: row.used ? Number(n % 16 === 0) : Number(n % 3 > 0),
    }));
    const outcome = run({ rows, options: { maxShift: 0.2 } });
    expect(outcome.verdict).toBe('pass');
    const [score] = rowsOf(outcome, 'Scores');
    expect(score).toMatchObject({ pHigher: 1, pTwoSided: 0.001 });
  });

  test('of one modality fails by its make-up, and is then held against draws of equal make-up', () => {
    // All 100 used of ct: 50 expected. CT is the easier one, which is all that the score shows.
    const rows = fair.map((row, n) => {
      const modality = row.used || n % 4 === 1 ? 'ct' : 'mri';
      const ours = Number(modality === 'ct' ? n % 8 < 4 || n % 5 < 3 : n % 3 === 0);
      return { used: row.used, modality, ours };
    });
    const outcome = run({ rows });
    expect(outcome.verdict).toBe('fail');
    const kinds = outcome.findings.map(({ kind }) => kind);
    expect(kinds).toEqual(['over-represented', 'under-represented']);
    expect(outcome.findings[0]).toMatchObject({
      title: 'modality=ct was drawn more often than a random draw would: 100 items, 50 expected.',
      subjects: [{ role: 'subset', key: 'modality=ct' }],
      modality: 'ct',
    });
    expect(
      rowsOf(outcome, 'Scores').map(({ drawn, holmPValue }) => [drawn, holmPValue === null]),
    ).toEqual([
      ['simple', true],
      ['of equal make-up', false],
    ]);
    expect(outcome.remedy).toContain('weight modality by the parent’s shares');
  });
});

describe('whole groups of items', () => {
  /** 100 patients of four items, of whom every fourth is used, with all their items right or wrong. */
  const patients = fair.map((row, n) => {
    const patient = Math.floor(n / 4);
    return {
      ...row,
      modality: Math.floor(patient / 4) % 2 === 0 ? 'ct' : 'mri',
      used: patient % 4 === 0,
      patient: `P${patient}`,
      ours: patient % 5 < 3 ? 1 : 0,
    };
  });

  test('are drawn together where the subset keeps them together', () => {
    const outcome = run({ rows: patients, options: { maxShift: 0.5 } });
    expect(outcome.summary).toContain('that of a random draw of clusters');
    expect(outcome.measures['closedScoreRedrawn:ours']).toMatchObject({ n: 100, effectiveN: 25 });
    // Four items of one patient are alike: the spread is twice that of single items.
    const split = run({ rows: patients.map((row, n) => ({ ...row, used: n % 4 === 0 })) });
    const width = ({ measures }: AuditOutcome): number => {
      const measure = measures['closedScoreRedrawn:ours'];
      if (measure?.kind !== 'estimate') return Number.NaN;
      return measure.interval.upper - measure.interval.lower;
    };
    expect(width(outcome) / width(split)).toBeGreaterThan(1.7);
    expect(split.measures['closedScoreRedrawn:ours']).toMatchObject({ effectiveN: 100 });
  });

  test('make up for a composition that single items would not explain', () => {
    // All of a patient's items are of one modality: 17 of 25 patients against 12.5 expected.
    const rows = patients.map((row, n) => {
      const patient = Math.floor(n / 4);
      const ct = row.used ? patient % 100 < 68 : (patient * 7) % 75 < 33;
      return { ...row, modality: ct ? 'ct' : 'mri' };
    });
    expect(run({ rows }).findings).toEqual([]);
    const single = rows.map((row, n) => ({ ...row, patient: `${n}` }));
    expect(run({ rows: single }).findings.map(({ kind }) => kind)).toContain('over-represented');
  });
});

describe('what can’t be decided', () => {
  test('answers to the test split alone place no score', () => {
    const unanswered = fair.map(({ used, modality }) => ({ used, modality: modality! }));
    const none = run({ rows: unanswered });
    expect(none.verdict).toBe('inconclusive');
    expect(none.remedy).toBe(
      'Record a candidate’s answers to the 300 parent items beyond test, in the files of predictions.',
    );
    const some = run({
      rows: fair.map(
        ({ used, modality, ours }): Row => ({
          used,
          modality: modality!,
          ...(used && { ours: ours! }),
        }),
      ),
    });
    expect(some.verdict).toBe('inconclusive');
    expect(some.summary).toContain(
      'of ours’s closed items 100 of 400 parent items and 100 of the test items among them are answered, at least 90% of each are needed',
    );
    expect(some.measures['closedScorePercentile:ours']).toMatchObject({ kind: 'unavailable' });
  });

  test('a few test rows may be missing from the parent, many may not', () => {
    const missing = range(5).map((n) => testItem({ key: `test/m${n}`, track: 'closed' }));
    const few = run({ rows: fair, missing, options: { maxShift: 0.2 } });
    expect(few.verdict).toBe('pass');
    expect(few.measures.outsideParent).toMatchObject({ value: 5, of: 105 });
    expect(few.findings.map(({ kind }) => kind)).toEqual(Array(5).fill('outside-parent'));
    const many = run({ rows: fair, missing: [...missing, testItem({ key: 'test/m5' })] });
    expect(many.verdict).toBe('inconclusive');
    expect(many.summary).toContain('6 of 106 test items (5.7%; 5% allowed) are not in the files');
    expect(many.remedy).toContain('at most 5 of 106 are missing');
  });

  test('a limited run', () => {
    const items = itemsOf(fair).filter(({ key }) => key.startsWith('test/'));
    const benchmark = { test: items.slice(0, 10), beyondLimit: items.slice(10), limit: 10 };
    const outcome = run({ rows: fair, benchmark });
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.remedy).toBe('Run without --limit.');
  });

  test('a column of one value', () => {
    const rows = fair.map((row) => ({ ...row, modality: 'ct' }));
    expect(run({ rows, options: { maxShift: 0.2 } }).verdict).toBe('inconclusive');
  });
});

test('a test split that is all of its parent was not selected', () => {
  const outcome = run({ rows: fair.map((row) => ({ ...row, used: true })) });
  expect(outcome.verdict).toBe('not-applicable');
  expect(outcome.summary).toBe('The test split is all of its parent: nothing was selected.');
});

describe('published counts alone', () => {
  const counted = (parentCounts: NonNullable<Benchmark['parentCounts']>, ct = 50): AuditOutcome => {
    const rows = range(100).map((n) => ({ used: true, modality: n < ct ? 'ct' : 'mri' }));
    const { parent: _, ...benchmark } = { parent: undefined, parentCounts };
    return run({
      rows,
      benchmark: { ...benchmark, parent: undefined } as unknown as Partial<Benchmark>,
    });
  };

  test('tell of the make-up, and leave the score open', () => {
    const outcome = counted({ modality: { ct: 500, mri: 500 } });
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toContain('of the parent only counts are at hand');
    expect(
      rowsOf(outcome, 'Make-up').map(({ value, drawn, expected }) => [value, drawn, expected]),
    ).toEqual([
      ['ct', 50, 50],
      ['mri', 50, 50],
      ['all together', null, null],
    ]);
  });

  test('fail a subset of another make-up, and one that leaves a value out', () => {
    expect(counted({ modality: { ct: 500, mri: 500 } }, 80).verdict).toBe('fail');
    const outcome = counted({ modality: { ct: 500, mri: 500, us: 500 } });
    expect(outcome.findings.map(({ subjects }) => subjects[0]?.key)).toContain('modality=us');
  });

  test('that are smaller than the subset are not its parent’s', () => {
    const outcome = counted({ modality: { ct: 40, mri: 500 } });
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toBe(
      'The published counts are not those of the parent: test has 50 items of modality=ct, the parent 40.',
    );
    expect(counted({ modality: { ct: 500 } }).summary).toContain(
      'test has 50 items of modality=mri, the parent 0',
    );
  });

  test('that equal the subset’s leave nothing to select', () => {
    expect(counted({ modality: { ct: 50, mri: 50 } }).verdict).toBe('not-applicable');
  });
});

describe('without a parent', () => {
  const named = (...files: string[]): AuditOutcome => {
    const test = files.map((file, n) => testItem({ key: `test/${n}`, source: { file, line: 1 } }));
    return run({
      rows: [],
      benchmark: { test, parent: undefined } as unknown as Partial<Benchmark>,
    });
  };

  test.each([
    'data/sampled_US-SWIFT_RESIZED_Diagnosis_Closed_VQA_Test.json',
    'test-subset.jsonl',
    'subsampled.json',
  ])('the name %s says that it is a sample', (file) => {
    const outcome = named(file);
    expect(outcome.verdict).toBe('inconclusive');
    expect(outcome.summary).toBe(
      'The test file’s name says that the split is a sample; its parent is not at hand.',
    );
    expect(outcome.remedy).toContain('splits.parent');
  });

  test.each(['test.jsonl', 'resampled.json', 'sampled/test.json', 'samples.json'])(
    'the name %s says nothing',
    (file) => {
      expect(named(file).verdict).toBe('not-applicable');
    },
  );

  test('some of several names count', () => {
    expect(named('a.json', 'sampled_b.json').summary).toContain('1 of 2 test files’ names say');
    expect(named().verdict).toBe('not-applicable');
  });
});
