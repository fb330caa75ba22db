import { describe, expect, test } from 'vitest';
import type { ParityRecord, StoredStage } from '../parity/parity-record.ts';
import { parityOf } from './parity-facts.ts';

const stage = (
  name: string,
  largestError: number | null,
  tolerance: StoredStage['tolerance'],
): StoredStage => ({
  name,
  compared: '3 prompts',
  largestError,
  tolerance,
  passed:
    tolerance === 'reported' ||
    (largestError !== null && largestError <= (tolerance === 'exact' ? 0 : tolerance)),
});

const record = (...stages: StoredStage[]): ParityRecord => ({
  architecture: 'qwen3_vl',
  device: 'cpu',
  precision: 'float32',
  build: 'b',
  onnxRuntime: '1.30.0',
  origin: 'transformers',
  stages,
  passed: stages.every(({ passed }) => passed),
});

describe('the parity of a card', () => {
  test('names the stage that comes nearest to its tolerance, not the largest error', () => {
    const stages = [stage('ids', 0, 'exact'), stage('a', 9e-4, 1e-2), stage('b', 1.9e-4, 2e-4)];
    expect(parityOf(record(...stages))).toMatchObject({ verdict: 'pass', worstStage: 'b' });
  });

  test.each([
    ['a stage that can not be compared', [stage('a', 5e-4, 1e-3), stage('b', null, 1e-3)]],
    ['an exact stage that differs', [stage('a', 5e-4, 1e-3), stage('b', 2, 'exact')]],
  ])('holds %s for the worst', (_, stages) => {
    const parity = parityOf(record(...stages), { status: 'not-run', reason: 'b is not equal' });
    expect(parity).toMatchObject({ verdict: 'fail', reason: 'b is not equal', worstStage: 'b' });
  });

  test('is inconclusive where a stage is only measured', () => {
    const stages = [stage('a', 1e-6, 1e-3), stage('kl', 0.31, 'reported')];
    expect(parityOf(record(...stages))).toMatchObject({ verdict: 'inconclusive', worstStage: 'a' });
  });

  test('keeps two digits of an error and every count', () => {
    const stages = [stage('a', 3.816e-6, 1e-3), stage('ids', 1234, 'exact'), stage('b', null, 1)];
    const parity = parityOf(record(...stages));
    expect('stages' in parity && parity.stages.map(({ largestError }) => largestError)).toEqual([
      3.8e-6,
      1234,
      null,
    ]);
  });
});
