import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AssessedCheck, assessDisclosure, saidText } from './assess-disclosure.ts';
import { type CheckId, checkIds } from './check.ts';
import type { Disclosure, DisclosureEntry } from './disclosure.ts';
import { count, measured, resultOf } from './fixtures/measured.ts';
import { measuredText } from './measured-side.ts';
import { type Measurements, nothingMeasured } from './measurements.ts';

const disclosed = (entries: Disclosure['entries']): Disclosure => ({
  file: 'disclosure.yaml',
  source: 'A paper',
  entries,
});
const overlap = (patients: number): Measurements =>
  measured([
    resultOf('image-reuse', {
      measures: {
        sharedPatients: count(patients),
        reusedMedia: count(0, 5),
        candidateMedia: count(0),
      },
    }),
  ]);
const on = (id: CheckId, checks: readonly AssessedCheck[]): AssessedCheck =>
  checks.find(({ check }) => check.id === id)!;
const d07 = (entry: Omit<DisclosureEntry<'D07'>, 'line'>, measurements = nothingMeasured) =>
  on('D07', assessDisclosure(disclosed({ D07: { ...entry, line: 4 } }), measurements));

const facts = { splitLevel: 'patient', disjoint: true } as const;
const quoted = { quote: 'split by patient', location: 'Section 3' };

describe('a status', () => {
  test('is met with a quote and its place', () => {
    expect(d07(quoted).status).toBe('met');
  });

  test('is declared only without the place, without a quote, or with facts alone', () => {
    expect(d07({ quote: 'split by patient' }).status).toBe('declared-only');
    expect(d07({ statement: 'By patient.', location: 'Section 3' }).status).toBe('declared-only');
    expect(d07({ facts }).status).toBe('declared-only');
  });

  test('is contradicted by a measurement, however it is said, with the number', () => {
    expect(d07({ ...quoted, facts }, overlap(1))).toMatchObject({
      status: 'contradicted',
      measured: { text: '1 patient in both splits; 0 of 5 test media in train' },
    });
    expect(d07({ statement: 'By patient.', facts }, overlap(1)).status).toBe('contradicted');
  });

  test('is not contradicted by what agrees, nor by what is not compared', () => {
    expect(d07({ ...quoted, facts }, overlap(0)).status).toBe('met');
    expect(d07(quoted, overlap(1))).toMatchObject({
      status: 'met',
      measured: { state: 'not-compared' },
    });
  });

  test('that is met without its measurement says so beside it', () => {
    expect(measuredText(d07({ ...quoted, facts }).measured)).toBe(
      'No measurement at hand: the audit image-reuse was not run',
    );
  });

  test('is not found without an entry, and not applicable with a reason', () => {
    const checks = assessDisclosure(
      disclosed({ D12: { notApplicable: 'Nobody annotated.', line: 3 } }),
      nothingMeasured,
    );
    expect(on('D12', checks).status).toBe('not-applicable');
    expect(on('D01', checks)).toMatchObject({
      status: 'not-found',
      measured: { state: 'not-measured' },
    });
    expect(measuredText(on('D01', checks).measured)).toBe('–');
  });
});

describe('what is said', () => {
  test('is one line of at most 200 characters in quotation marks', () => {
    expect(saidText({ quote: 'two\n  lines ', line: 1 })).toBe('“two lines”');
    expect(saidText({ quote: 'x'.repeat(201), line: 1 })).toBe(`“${'x'.repeat(199)}…”`);
    expect(saidText({ quote: 'x'.repeat(200), line: 1 })).toBe(`“${'x'.repeat(200)}”`);
  });

  test('is the statement, the reason or the facts, or a dash', () => {
    expect(saidText({ statement: 'By patient.', line: 1 })).toBe('By patient.');
    expect(saidText({ notApplicable: 'No annotators.', line: 1 })).toBe('No annotators.');
    expect(saidText({ facts: { disjoint: true }, line: 1 })).toBe('{"disjoint":true}');
    expect(saidText(undefined)).toBe('–');
  });
});

const entry = fc.oneof(
  fc.constant(undefined),
  fc.record({ quote: fc.string(), location: fc.string(), line: fc.nat() }),
  fc.record({ statement: fc.string(), facts: fc.constant(facts), line: fc.nat() }),
  fc.record({ notApplicable: fc.string(), line: fc.nat() }),
);

test('every check has exactly one status, and nothing is contradicted where nothing was measured', () => {
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 33 }), (entries) => {
      const said = Object.fromEntries(
        entries.flatMap((one, at) => (one ? [[checkIds[at], one]] : [])),
      );
      const checks = assessDisclosure(disclosed(said), nothingMeasured);
      expect(checks.map(({ check }) => check.id)).toEqual([...checkIds]);
      expect(checks.filter(({ status }) => status === 'contradicted')).toEqual([]);
      expect(checks.filter(({ status }) => status === 'not-found')).toHaveLength(
        33 - entries.filter((one) => one !== undefined).length,
      );
    }),
  );
});
