import type { Audit, AuditOutcome, Finding, Measure } from '../../src/audit/audit.ts';
import { emptyOutcome } from '../../src/audit/empty-outcome.ts';
import { itemSubject, makeFinding } from '../../src/audit/finding.ts';
import { percent, pointsUnsigned } from '../../src/audit/wording.ts';
import { type Decoding, decodingFindings, decodingsOf } from './decoding.ts';
import { type Flips, flipsOf } from './flips.ts';
import { decisive, flipsSentence, judge, remedyOf, verdictOf } from './judgement.ts';
import { type NumericalStabilityOptions, numericalStabilityOptions } from './options.ts';
import { conditionTitle, type Question } from './question.ts';
import { type Repeats, repeatsOf } from './repeats.ts';
import { figuresOf, tablesOf } from './tables.ts';

const id = 'numerical-stability';
/** Items with a changed answer that are listed at most; the counts are complete. */
const findingLimit = 50;

/** Whether answers hang on rounding, batches or the luck of the draw. */
export const numericalStability: Audit<NumericalStabilityOptions> = {
  id,
  title: 'Numerical stability',
  question: 'Would the same model give the same answers again?',
  method:
    'Items are asked again as they are: a second time, in another batch size, and, of a model with a selector, with its tokens selected in bfloat16. An answer flips when its content is another one; the share of flips has Wilson’s interval on the effective items. Passes when the whole interval is within the limit, fails when all of it is beyond. Answers drawn several times are taken apart into the variance of items, of runs and of single draws (two-way random effects): what one published draw is worth. What a checkpoint’s generation_config.json asks for is compared with what is declared.',
  limits:
    'Only the arithmetic that this build can vary was varied: other hardware, libraries and servers may flip more. A model that repeats itself need not be right. A declared setting is taken at its word, and a checkpoint’s own counts only where whoever asked set nothing. The spread of draws holds for the sampling that was used.',
  sources: [
    'Searle, Casella & McCulloch 1992, Variance Components, doi:10.1002/9780470316856 (two-way random effects)',
    'Miller 2024, arXiv:2411.00640 (drawing several answers to a question)',
    'Wilson 1927, doi:10.1080/01621459.1927.10502953 (interval of a share)',
  ],
  requires: ['benchmark', 'cards', 'clusters', 'scores'],
  options: numericalStabilityOptions,
  audit(evidence, options, { seed }): AuditOutcome {
    const question: Question = { evidence, options, seed };
    const flips = flipsOf(question);
    const repeats = repeatsOf(question);
    const decodings = decodingsOf(question);
    if (flips.length + repeats.length === 0 && !decodings.some(hasTwo)) {
      return emptyOutcome(
        'not-applicable',
        'Nothing was asked twice, and no decoding is on record to compare: add repeated, batched or selector-bfloat16 to battery.conditions, draw answers with --repeat, or record such answers under these conditions.',
      );
    }
    const judged = flips.map((one) => judge(one, options));
    const worst = decisive(judged);
    const verdict = verdictOf(judged, decodings);
    const remedy = verdict === 'pass' ? undefined : remedyOf(worst, decodings, options);
    return {
      verdict,
      summary: [
        worst === undefined ? 'No arithmetic was varied.' : flipsSentence(worst, options),
        ...decodings.flatMap(differenceSentence),
        ...repeats.map(repeatsSentence),
      ].join(' '),
      measures: measuresOf(flips, repeats),
      tables: tablesOf(flips, repeats, decodings),
      figures: figuresOf(flips),
      findings: [...decodingFindings(id, decodings), ...flippedItems(flips, question)],
      ...(remedy !== undefined && { remedy }),
    };
  },
};

/** Both a checkpoint's decoding and a declaration, so that one can contradict the other, or one that answers here do. */
function hasTwo({ published, declared, differences }: Decoding): boolean {
  return differences.length > 0 || (published !== undefined && declared.temperature !== undefined);
}

function differenceSentence({ model, differences }: Decoding): string[] {
  return differences.length === 0 ? [] : [`Decoding of ${model}: ${differences.join('; ')}.`];
}

function repeatsSentence({ model, track, runs, components, lowest, highest }: Repeats): string {
  return `${runs} draws of ${model} on ${track} questions score ${percent(lowest)} to ${percent(highest)}: standard deviation of a draw ${pointsUnsigned(components.runError)}, of the choice of items ${pointsUnsigned(components.itemError)}.`;
}

function measuresOf(flips: readonly Flips[], repeats: readonly Repeats[]): Record<string, Measure> {
  const measures: Record<string, Measure> = {};
  for (const { model, track, condition, rate, shift } of flips) {
    measures[`${track}Flips:${model}:${condition}`] = rate;
    if (shift) measures[`${track}Shift:${model}:${condition}`] = shift;
  }
  for (const { model, track, score, unsteady, majority, anyRight, allRight } of repeats) {
    measures[`${track}Sampled:${model}`] = score;
    measures[`${track}Unsteady:${model}`] = unsteady;
    measures[`${track}Majority:${model}`] = majority;
    if (anyRight) measures[`${track}AnyRight:${model}`] = anyRight;
    if (allRight) measures[`${track}AllRight:${model}`] = allRight;
  }
  return measures;
}

/** The items whose answer changed. */
function flippedItems(flips: readonly Flips[], { evidence }: Question): Finding[] {
  const itemOf = new Map(evidence.benchmark.test.map((item) => [item.key, item]));
  return flips
    .flatMap(({ model, condition, itemKeys }) =>
      itemKeys.flatMap((key): Finding[] => {
        const item = itemOf.get(key);
        if (item === undefined) return [];
        return [
          makeFinding(id, {
            kind: 'flipped-answer',
            severity: 'note',
            title: `The answer changes ${conditionTitle(condition)}.`,
            subjects: [itemSubject(item), { role: 'subset', key: `${model}: ${condition}`, model }],
            values: { model, condition },
            ...(item.modality !== undefined && { modality: item.modality }),
            ...(item.task !== undefined && { task: item.task }),
          }),
        ];
      }),
    )
    .slice(0, findingLimit);
}
