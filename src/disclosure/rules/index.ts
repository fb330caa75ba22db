import type { CheckId } from '../check.ts';
import { missingAnswers, qualityControl } from './answers.ts';
import { samePrompt, sameQuestions, trainedComparator } from './asking.ts';
import { contamination } from './contamination.ts';
import { datesAfterCutoffs } from './dates.ts';
import { decoding } from './decoding.ts';
import { checkpointHashes, fileHashes } from './hashes.ts';
import { itemCounts } from './item-counts.ts';
import { competingInterests, separateMakers } from './makers.ts';
import { externalTest, separateSources, splitLevel } from './pictures.ts';
import { graderAgreement, modelWritten } from './references.ts';
import { flipRates } from './robustness.ts';
import type { Rule } from './rule.ts';
import { sampleSize } from './sample-size.ts';
import { givenIntervals, parserRanks, subgroupScores } from './scores.ts';
import { representative, selectionOfItems } from './selection.ts';

/** How each check is compared with measurements; checks without a rule have nothing that could contradict them. */
export const rules: { readonly [Id in CheckId]?: Rule<Id> } = {
  D02: competingInterests,
  D03: separateMakers,
  D04: separateSources,
  D05: datesAfterCutoffs,
  D06: itemCounts,
  D07: splitLevel,
  D08: externalTest,
  D09: representative,
  D10: sampleSize,
  D11: modelWritten,
  D12: graderAgreement,
  D14: checkpointHashes,
  D15: decoding,
  D16: samePrompt,
  D17: trainedComparator,
  D18: parserRanks,
  D19: givenIntervals,
  D21: missingAnswers,
  D22: flipRates,
  D23: subgroupScores,
  D24: qualityControl,
  D28: fileHashes,
  D31: contamination,
  D32: selectionOfItems,
  D33: sameQuestions,
};

/**
 * Checks whose measurement counts all test items: a run that was cut by `--limit` says nothing of
 * them. Of the others it can still show that something is there, never that nothing is.
 */
export const countsAllItems: ReadonlySet<CheckId> = new Set<CheckId>([
  'D06',
  'D10',
  'D11',
  'D12',
  'D15',
  'D18',
  'D19',
  'D23',
]);
