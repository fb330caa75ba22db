import { expect, it } from 'vitest';
import { isScored, judgmentOutcomes, outcomeCode } from './judgments.ts';

it('takes none but scored judgments for scored', () => {
  const scored = judgmentOutcomes.filter((outcome) => isScored(outcomeCode(outcome)));
  expect(scored).toEqual(['scored']);
});
