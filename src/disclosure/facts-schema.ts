import { z } from 'zod';
import { type CheckFacts, type GivenInterval, selections, splitLevels } from './facts.ts';

type Fact = z.ZodExactOptional;

const share = z.number().min(0).max(1);
const track = z.enum(['closed', 'open', 'grounding']);
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256: 64 hex digits, in small letters');
const hashes = z.record(z.string().min(1), hash);
const date = z
  .union([z.int().min(1000).max(9999), z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)])
  .transform(String);

const fact = (schema: z.ZodType, description: string): Fact =>
  schema.meta({ description }).exactOptional();
const flag = (description: string): Fact => fact(z.boolean(), description);

const interval: z.ZodType<GivenInterval> = z
  .strictObject({
    model: z.string().min(1),
    track,
    lower: share,
    upper: share,
  })
  .refine(({ lower, upper }) => lower <= upper, 'the lower bound is above the upper one');

/** The facts that each check knows, with what they mean. */
export const factShapes: { readonly [Id in keyof CheckFacts]: Readonly<Record<string, Fact>> } = {
  D01: {},
  D02: { noTies: flag('No author gains from the result.') },
  D03: {
    independent: flag(
      'Test, references and graders were made by others than the candidate’s makers, without models of its family.',
    ),
  },
  D04: { separateSources: flag('Train and test come from different sources.') },
  D05: {
    oldest: fact(date, 'Date of the oldest test data: 2021, 2021-03 or 2021-03-31.'),
    newest: fact(date, 'Date of the newest test data.'),
    cutoffs: fact(
      z.record(z.string().min(1), date),
      'Until when each model’s knowledge reaches: { gpt: 2025-06 }.',
    ),
    afterCutoffs: flag('All test data are newer than every cut-off.'),
  },
  D06: {
    testItems: fact(z.int().min(0), 'Items of the test split.'),
    trainItems: fact(z.int().min(0), 'Items of the training split.'),
  },
  D07: {
    splitLevel: fact(z.enum(splitLevels), 'What is never divided between splits.'),
    disjoint: flag('Train and test share nothing at that level.'),
  },
  D08: { external: flag('The test data are of another site, vendor or country than train.') },
  D09: { representative: flag('The test split has the composition of what it was drawn from.') },
  D10: {
    smallestGap: fact(
      z.number().gt(0).max(1),
      'The smallest difference that the sample is said to suffice for: 0.05 is 5 points.',
    ),
    track: fact(track, 'Of which questions; default: those with the most items.'),
  },
  D11: { modelGeneratedShare: fact(share, 'Share of the reference answers that a model wrote.') },
  D12: { graderAlpha: fact(z.number().min(-1).max(1), 'Krippendorff’s alpha of the graders.') },
  D13: {},
  D14: {
    checkpoints: fact(
      hashes,
      'SHA-256 of files of checkpoints: { "ours/model.safetensors": 64 hex digits }.',
    ),
  },
  D15: {
    temperature: fact(z.number().min(0), 'Temperature; 0 is greedy.'),
    seed: fact(z.int().min(0), 'Seed of sampling.'),
    maxTokens: fact(z.int().min(1), 'Longest answer, in tokens.'),
    runs: fact(z.int().min(1), 'Times that every item was asked.'),
    setBy: fact(
      z.enum(['script', 'checkpoint']),
      'script: whoever asked set it; checkpoint: nobody did, so that each checkpoint’s own settings decide.',
    ),
    truncatedShare: fact(share, 'Share of the answers that were cut at the longest length.'),
  },
  D16: { samePrompt: flag('All models were given the same prompt.') },
  D17: { trainedComparator: flag('A comparator was trained on the same data, and asked alike.') },
  D18: { parserRobust: flag('How answers are read does not change the ranking.') },
  D19: {
    intervals: fact(
      z.array(interval).min(1),
      'Intervals as given: [{ model: ours, track: closed, lower: 0.70, upper: 0.78 }].',
    ),
  },
  D20: {},
  D21: {
    allAnswered: flag('Every model answered every item.'),
    allRead: flag('An answer could be read from every output.'),
  },
  D22: {
    maxFlipRate: fact(
      share,
      'Largest share of answers that change when items are asked again or their options move.',
    ),
  },
  D23: { evenPerformance: flag('No subgroup scores differently from another.') },
  D24: {
    duplicatesRemoved: flag('No item or medium of the test split is there twice.'),
    allMediaReadable: flag('Every medium can be read.'),
    noAnswerTruncated: flag('No answer was cut.'),
  },
  D25: {},
  D26: {},
  D27: {},
  D28: { files: fact(hashes, 'SHA-256 of published data files, by the path that the config has.') },
  D29: {},
  D30: {},
  D31: { noContamination: flag('No test picture or row is among the training data.') },
  D32: {
    selection: fact(
      z.enum(selections),
      'How test items were taken from all that there were: all, random, stratified, consecutive, or chosen by hand.',
    ),
  },
  D33: {
    samePrompt: flag('All models were asked in the same format.'),
    sameResolution: flag('All models saw media at the same size.'),
    sameShots: flag('All models were given as many worked examples.'),
    sameDecoding: flag('All models were decoded alike.'),
  },
};
