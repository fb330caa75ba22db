import { expect, test } from 'vitest';
import type { Finding, Subject } from '../audit/audit.ts';
import { mendFinding } from './mend-finding.ts';

const of = (subjects: readonly Partial<Subject>[], severity: Finding['severity'] = 'defect') =>
  mendFinding({
    id: '0'.repeat(12),
    kind: 'kind',
    severity,
    title: '',
    subjects: subjects.map((one) => ({ role: 'item', key: 'k', ...one })),
    values: {},
  });

test.each<[string, Partial<Subject>[], string]>([
  ['rows of both splits', [{ split: 'test' }, { split: 'train' }], 'out of one of the two splits'],
  ['rows of one split', [{ split: 'test' }, { split: 'test' }], 'Mend or remove the rows'],
  ['a patient', [{ role: 'patient' }], 'belongs together in one split'],
  ['an answer', [{ split: 'test' }, { role: 'answer', split: 'test' }], 'given or graded again'],
  ['a subset', [{ role: 'subset' }], 'Enlarge the subset'],
  ['a template', [{ role: 'template' }], 'questions of this template'],
  ['nothing', [], 'Mend or remove the rows'],
])('says what to do about %s', (_, subjects, advice) => {
  expect(of(subjects)).toContain(advice);
});

test('nothing has to be done about a note', () => {
  expect(of([{ split: 'test' }, { split: 'train' }], 'note')).toBe(
    'It is for information: nothing has to change.',
  );
});
