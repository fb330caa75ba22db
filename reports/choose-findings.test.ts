import { expect, test } from 'vitest';
import { chooseFindings, countFindings } from './choose-findings.ts';
import { sampleRun } from './fixtures/sample-run.ts';

test('takes defects first and leaves no kind out, however many there are of another', () => {
  const chosen = chooseFindings(sampleRun({ findings: 3_000 }), 10);
  expect(chosen.map(({ finding }) => finding.kind)).toEqual([
    'exact-pair',
    'verified-pair',
    'patient-overlap',
    'candidate-pair',
    'verbatim-question',
    'kin-favoured-answer',
    'verbatim-question',
    'kin-favoured-answer',
    'verbatim-question',
    'unreadable-media',
  ]);
});

test('takes every finding once when there is room', () => {
  const run = sampleRun({ findings: 40 });
  const chosen = chooseFindings(run, 1_000);
  expect(chosen).toHaveLength(countFindings(run));
  expect(new Set(chosen.map(({ finding }) => finding.id)).size).toBe(47);
  expect(chosen.at(-1)?.finding.severity).toBe('note');
});

test('takes none when there is no room, none when there are none', () => {
  expect(chooseFindings(sampleRun(), 0)).toEqual([]);
  expect(chooseFindings({ ...sampleRun(), audits: [] }, 10)).toEqual([]);
});
