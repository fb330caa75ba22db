import { parseConditionName } from '../../conditions/condition-name.ts';
import { isAskedBy } from '../../run/asked-by.ts';
import type { BatteryModel } from '../../run/battery-models.ts';
import { byCondition, type Estimate, estimate } from '../../run/estimate.ts';
import type { JournalContent } from '../../run/journal.ts';
import type { ModelRequest } from '../../run/request.ts';
import { isWanted, type RequestFilter } from '../../run/request-filter.ts';

/** What one model would be asked. */
export interface ModelPlan {
  readonly model: string;
  /** Bytes of weights and key-value cache, without activations; null where the model runs elsewhere. */
  readonly memoryBytes: number | null;
  readonly conditions: readonly ConditionPlan[];
}

/** Of a blind condition, or of a grader's prompt. */
export interface ConditionPlan extends Estimate {
  readonly condition: string;
  /** Requests that are still to be asked. */
  readonly open: number;
  /** Requests that the journal has an outcome of, or that the filter leaves out. */
  readonly settled: number;
  /** Of the settled: requests that have failed. */
  readonly failed: number;
  /** Items that can't be asked so, by reason. */
  readonly notApplicable: Readonly<Record<string, number>>;
  /** US dollars, where the model has a price; null where it has none. */
  readonly cost: number | null;
}

/** What may be asked of some models, and what can't. */
export interface AskablePlan {
  readonly requests: readonly ModelRequest[];
  readonly notApplicable: readonly {
    readonly model: string;
    readonly condition: string;
    readonly reason: string;
    readonly items: number;
  }[];
}

/** What is open of a plan for one model, and what that will take. */
export async function planModel(
  model: BatteryModel,
  plan: AskablePlan,
  { filter, rows }: Pick<JournalContent, 'rows'> & { readonly filter: RequestFilter },
): Promise<ModelPlan> {
  const journal = { rowOf: (key: string) => rows.get(key) };
  const answered = [...rows.values()].filter(
    (row) => row.model === model.name && row.answer !== undefined,
  );
  const groups = byCondition(plan.requests.filter((request) => isAskedBy(model, request)));
  const refusals = plan.notApplicable.filter(
    (refused) => refused.model === model.name && model.variant === undefined,
  );
  const names = new Set([...groups.keys(), ...refusals.map(({ condition }) => condition)]);
  const conditions = Array.from(names, (condition): ConditionPlan => {
    const requests = groups.get(condition) ?? [];
    const open = requests.filter((request) => isWanted(request, journal, filter));
    const alike = answered.filter((row) => kindOf(row.condition) === condition);
    const expected = estimate(open, alike, model.effort);
    const { price } = model;
    return {
      condition,
      open: open.length,
      settled: requests.length - open.length,
      failed: requests.filter(({ key }) => rows.get(key)?.failure !== undefined).length,
      ...expected,
      notApplicable: Object.fromEntries(
        refusals
          .filter((refused) => refused.condition === condition)
          .map(({ reason, items }) => [reason, items]),
      ),
      cost:
        price === undefined
          ? null
          : (expected.promptTokens * price.input + expected.newTokens * price.output) / 1e6,
    };
  });
  const longest = longestTokens(plan.requests);
  return { model: model.name, memoryBytes: (await model.memory(longest)) ?? null, conditions };
}

/** The condition of a request by the name that its row has: `rotated` of `rotated-2`. */
function kindOf(name: string): string {
  return parseConditionName(name)?.id ?? name;
}

/** Tokens that the longest request may come to: a rough upper bound of what is kept of it. */
function longestTokens(requests: readonly ModelRequest[]): number {
  return requests.reduce(
    (longest, { stimulus, decoding }) =>
      Math.max(
        longest,
        (stimulus.text.length + (stimulus.system?.length ?? 0)) / 3 +
          stimulus.media.length * 1024 +
          decoding.maxNewTokens,
      ),
    0,
  );
}
