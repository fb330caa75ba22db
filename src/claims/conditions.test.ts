import { describe, expect, it } from 'vitest';
import { ledger } from '../../test/claimed-run.ts';
import { estimateAt, measuredRun, resultOf } from '../../test/measured-run.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { checkClaims } from './check-claims.ts';
import { readLedger } from './read-ledger.ts';

describe('a sentence without a figure', () => {
  const words = (run: AuditRun, ...requirements: readonly string[]) =>
    checkClaims(ledger('kind: qualitative', 'text: T.', `holds: [${requirements.join(', ')}]`), run)
      .claims[0]!;
  const reuse = resultOf('image-reuse', {
    sharedPatients: { kind: 'count', title: 'Patients in both splits', value: 1 },
    reusedShare: estimateAt(0.1, [0.05, 0.15], 'proportion'),
    lost: { kind: 'unavailable', title: 'Lost', reason: 'media are absent' },
  });
  const run = measuredRun({
    audits: [
      reuse,
      resultOf('question-only', {}, { verdict: 'inconclusive', remedy: 'Ask more.' }),
    ],
  });

  it.each([
    ['{ measure: image-reuse/sharedPatients, atMost: 1 }', 'supported'],
    ['{ measure: image-reuse/sharedPatients, atMost: 0 }', 'contradicted'],
    ['{ measure: image-reuse/reusedShare, atMost: 0.15 }', 'supported'],
    ['{ measure: image-reuse/reusedShare, atMost: 0.10 }', 'inconclusive'],
    ['{ measure: image-reuse/reusedShare, atMost: 0.04 }', 'contradicted'],
    ['{ measure: image-reuse/reusedShare, atLeast: 0.05, atMost: 0.15 }', 'supported'],
    ['{ measure: image-reuse/lost, atMost: 1 }', 'not-testable'],
    ['{ measure: image-reuse/misspelt, atMost: 1 }', 'not-testable'],
    ['{ audit: image-reuse, verdict: pass }', 'supported'],
    ['{ audit: image-reuse, verdict: fail }', 'contradicted'],
    ['{ audit: question-only, verdict: pass }', 'inconclusive'],
    ['{ audit: blind-controls, verdict: pass }', 'not-testable'],
  ])('that takes %s is %s', (requirement, status) => {
    expect(words(run, requirement).status).toBe(status);
  });

  it('needs all that it takes', () => {
    const holds = '{ audit: image-reuse, verdict: pass }';
    const fails = '{ measure: image-reuse/sharedPatients, atMost: 0 }';
    const open = '{ audit: blind-controls, verdict: pass }';
    expect(words(run, holds, open).status).toBe('not-testable');
    expect(words(run, open, fails, holds)).toMatchObject({
      status: 'contradicted',
      audits: ['image-reuse'],
      needs: ['Run blind-controls on the benchmark.'],
    });
  });

  it('takes the remedy of an inconclusive audit over', () => {
    expect(words(run, '{ audit: question-only, verdict: pass }').needs).toEqual(['Ask more.']);
  });
});

it('an empty ledger is checked, and says so', () => {
  const empty = readLedger('claims.yaml', 'version: 1\ntitle: T\nsource: S\nclaims: {}\n');
  expect(checkClaims(empty)).toEqual({ title: 'T', source: 'S', claims: [], leads: [] });
});
