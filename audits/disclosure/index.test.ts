import { describe, expect, test } from 'vitest';
import type { AuditOutcome, AuditResult } from '../../src/audit/audit.ts';
import { type CheckId, checkIds } from '../../src/disclosure/check.ts';
import type { DisclosureEntry } from '../../src/disclosure/disclosure.ts';
import { count, resultOf } from '../../src/disclosure/fixtures/measured.ts';
import type { Evidence } from '../../src/evidence/evidence.ts';
import { disclosure } from './index.ts';

const quoted = (facts?: DisclosureEntry['facts']): DisclosureEntry => ({
  quote: 'what the paper says',
  location: 'Section 3',
  line: 9,
  ...(facts && { facts }),
});

/** Every check quoted, with facts where they are compared with the results below. */
const everything = {
  ...Object.fromEntries(checkIds.map((id) => [id, quoted()])),
  D04: quoted({ separateSources: false }),
  D07: quoted({ splitLevel: 'patient', disjoint: true }),
  D31: quoted({ noContamination: true }),
};

const reuse = (patients: number, media = 0): AuditResult =>
  resultOf('image-reuse', {
    measures: {
      sharedPatients: count(patients),
      reusedMedia: count(media, 32),
      candidateMedia: count(0),
    },
  });
const leakage: AuditResult = resultOf('template-leakage', {
  measures: { identicalRows: count(0, 70) },
});

function audit(
  entries: object | undefined,
  results: readonly AuditResult[] = [reuse(0), leakage],
  options: object = {},
): AuditOutcome {
  const said = entries && { file: 'disclosure.yaml', source: 'A paper', entries };
  const evidence = {
    benchmark: {
      ...{ name: 'planted', test: [{}], train: [{}], models: [], responses: [] },
      ...{ media: 'present', subsets: [], ledger: [], inputs: [] },
      ...(said && { disclosure: said }),
    },
    cards: [],
    scores: { itemScores: [], answers: [] },
  } as unknown as Evidence;
  return disclosure.audit(evidence, disclosure.options.parse(options), {
    seed: 0,
    resultOf: (id) => results.find((result) => result.id === id),
  });
}

const without = (...ids: CheckId[]): object =>
  Object.fromEntries(Object.entries(everything).filter(([id]) => !ids.some((one) => one === id)));

describe('the verdict', () => {
  test('is not applicable without a disclosure, and says what to do', () => {
    expect(audit(undefined)).toMatchObject({
      verdict: 'not-applicable',
      summary:
        'Nothing says what the authors disclose; write it with "audit disclosure init" and name the file under "disclosure" in the config.',
      tables: [],
    });
  });

  test('passes a paper that says everything and that nothing contradicts', () => {
    const outcome = audit(everything);
    expect(outcome).toMatchObject({
      verdict: 'pass',
      summary:
        'All 13 required checks are met and nothing measured contradicts the disclosure; 33 of 33 applicable checks met (100%), 0 declared only, 0 not found.',
      findings: [],
    });
    expect(outcome.remedy).toBeUndefined();
  });

  test('fails where one patient is in both splits of a split by patient', () => {
    const outcome = audit(everything, [reuse(1), leakage]);
    expect(outcome).toMatchObject({
      verdict: 'fail',
      summary:
        'What is measured contradicts 1 check (D07); 32 of 33 applicable checks met (97%), 0 declared only, 0 not found.',
      remedy: 'Correct or withdraw what is said on D07.',
    });
    expect(outcome.findings).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f]{12}$/),
        kind: 'contradicted-check',
        severity: 'defect',
        title: 'Split level: what is said is contradicted by what was measured.',
        subjects: [
          {
            role: 'file',
            key: 'disclosure.yaml: D07',
            source: { file: 'disclosure.yaml', line: 9 },
            excerpt: '“what the paper says”',
          },
        ],
        values: {
          check: 'D07',
          measured: '1 patient in both splits; 0 of 32 test media in train',
          facts: 'disjoint',
          guidelines: 'CLAIM 2024 (partitions and their level); STARD-AI 15b',
        },
      },
    ]);
  });

  test('fails for a contradicted check that is not required, too', () => {
    const entries = { ...everything, D08: quoted({ external: true }) };
    expect(audit(entries, [reuse(0, 3), leakage], { required: ['D01'] }).verdict).toBe('fail');
  });

  test('is inconclusive while a required check is not found or only declared', () => {
    expect(audit(without('D01'))).toMatchObject({
      verdict: 'inconclusive',
      remedy: 'Say and quote D01.',
    });
    const declared = { ...everything, D10: { statement: 'A power analysis.', line: 3 } };
    expect(audit(declared)).toMatchObject({
      verdict: 'inconclusive',
      summary:
        'Nothing measured contradicts the disclosure, and 1 check that it has to settle is open (D10); 32 of 33 applicable checks met (97%), 1 declared only, 0 not found.',
      remedy: 'Quote, with its place, what is declared on D10.',
    });
    expect(audit(without('D05')).verdict).toBe('pass');
  });

  test('is inconclusive where what was measured is not spoken of in facts', () => {
    expect(audit({ ...everything, D07: quoted() }, [reuse(1), leakage])).toMatchObject({
      verdict: 'inconclusive',
      remedy: 'Say under facts, so that it can be compared, what is quoted on D07.',
    });
    const away = { ...everything, D07: { notApplicable: 'No patients.', line: 2 } };
    expect(audit(away, [reuse(1), leakage])).toMatchObject({
      verdict: 'inconclusive',
      remedy: 'Say something on what is said not to apply and yet was measured: D07.',
    });
  });

  test('is inconclusive where split and contamination were not measured', () => {
    expect(audit(everything, [])).toMatchObject({
      verdict: 'inconclusive',
      remedy: 'Have measured D07 and D31.',
    });
    expect(audit(everything, [], { measured: [] }).verdict).toBe('pass');
  });

  test('does not turn from fail to pass when the measurement is taken away', () => {
    expect(audit(everything, [reuse(1), leakage]).verdict).toBe('fail');
    expect(audit(everything, [leakage]).verdict).toBe('inconclusive');
  });
});

test('counts checks by status out of those that apply', () => {
  const entries = {
    D01: { statement: 'A grant.', line: 4 },
    D07: quoted({ disjoint: true }),
    D12: { notApplicable: 'No annotators.', line: 6 },
    D30: quoted(),
  };
  const { measures, findings } = audit(entries, [reuse(2), leakage]);
  const values = Object.entries(measures).map(([name, measure]) =>
    measure.kind === 'count' ? [name, measure.value, measure.of] : [name],
  );
  expect(values).toEqual([
    ['met', 1, 32],
    ['declaredOnly', 1, 32],
    ['contradicted', 1, 32],
    ['notFound', 29, 32],
    ['notApplicable', 1, 33],
    ['unmeasured', 0, 2],
    ['notCompared', 0, 2],
  ]);
  // One defect, and a note for each of the 29 of which nothing is found.
  expect(findings.map(({ severity }) => severity).sort()).toEqual([
    'defect',
    ...Array.from({ length: 29 }, () => 'note'),
  ]);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(30);
});

test('shows every check in one table, with what is said, where, and what was measured', () => {
  const [table] = audit({ D07: quoted({ disjoint: true }) }, [reuse(2), leakage]).tables;
  expect(table?.rows).toHaveLength(33);
  expect(table?.rows[6]).toEqual({
    id: 'D07',
    title: 'Split level',
    status: 'contradicted',
    said: '“what the paper says”',
    location: 'Section 3',
    measured: 'Against it: 2 patients in both splits; 0 of 32 test media in train',
    guidelines: 'CLAIM 2024 (partitions and their level); STARD-AI 15b',
  });
});

test('refuses a required check that does not exist', () => {
  expect(disclosure.options.safeParse({ required: ['D34'] }).success).toBe(false);
});
