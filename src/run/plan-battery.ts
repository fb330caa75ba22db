import type { Benchmark, Item, MediaReference } from '../benchmark/benchmark.ts';
import type { BatteryConfig } from '../benchmark/config-schema.ts';
import {
  type ConditionContext,
  type ConditionId,
  promptedConditionIds,
  type Stimulus,
  type StimulusMedium,
  type VariantConditionId,
  variantConditionIds,
} from '../conditions/condition.ts';
import { type PreparedCondition, prepareConditions } from '../conditions/prepare-conditions.ts';
import { stimulusIdentity } from '../conditions/stimulus-identity.ts';
import { distinctQuestions } from '../evidence/text/distinct-questions.ts';
import { questionTemplates } from '../evidence/text/question-templates.ts';
import type { Sampling } from '../model/model.ts';
import type { Progress } from '../progress.ts';
import { answerKind } from '../scoring/index.ts';
import { deriveSeed } from '../statistics/index.ts';
import { hashMedia } from './media-hashes.ts';
import { type Decoding, type PlannedRequest, requestKey } from './request.ts';

/** A model as far as planning needs to know it. */
export interface AskedModel {
  readonly name: string;
  /** What its answers depend on besides the request; see `RequestFacts.engine`. */
  readonly identity: unknown;
  /** Why it can't be shown such media; undefined if it can. */
  whyNotTaken(media: readonly StimulusMedium[]): string | undefined;
  /** The only condition that it is asked under; absent: it is asked under all but those of variants. */
  readonly variant?: VariantConditionId;
  /** How its answers are drawn as it was published; absent where that is not known. */
  readonly published?: Sampling;
  /** Its server draws as it likes: the config takes the temperature out of requests. */
  readonly ownTemperature?: true;
}

/** Items that a model can't be asked about under a condition. */
export interface NotApplicable {
  readonly model: string;
  readonly condition: ConditionId;
  readonly reason: string;
  readonly items: number;
}

export interface BatteryPlan {
  /** Model by model, condition by condition, in the order of the items. */
  readonly requests: readonly PlannedRequest[];
  readonly notApplicable: readonly NotApplicable[];
}

/** Options of `planBattery`. */
export interface PlanOptions {
  readonly battery: BatteryConfig;
  readonly seed: number;
  /** Content hash of every medium that a stimulus may show. */
  readonly hashOf: (medium: MediaReference) => string;
}

/**
 * Every request of a battery: items x conditions x models, those that ask the same of the same model
 * once.
 */
export function planBattery(
  benchmark: Pick<Benchmark, 'test' | 'beyondLimit'> & Partial<Pick<Benchmark, 'train'>>,
  models: readonly AskedModel[],
  { battery, seed, hashOf }: PlanOptions,
): BatteryPlan {
  const items = [...benchmark.test, ...(benchmark.beyondLimit ?? [])];
  const { templateOf } = questionTemplates(distinctQuestions({ test: items, train: [] }));
  const train = trainContext(items, benchmark.train ?? [], battery);
  const repeats = battery.repeat;
  const context = { seed, items, templateOf, repeats, ...train };
  const conditions = prepareConditions(battery.conditions, context);
  const requests: PlannedRequest[] = [];
  const notApplicable: NotApplicable[] = [];
  for (const model of models) {
    for (const [condition, stimuliOf] of conditions) {
      const planned = planCondition(benchmark.test, stimuliOf, {
        model,
        models,
        condition,
        battery,
        seed,
        hashOf,
      });
      for (const request of planned.requests) requests.push(request);
      notApplicable.push(...planned.notApplicable);
    }
  }
  return { requests, notApplicable };
}

/** Templates are mined again with train: those of the test split alone decide what others are shown. */
function trainContext(
  test: readonly Item[],
  train: readonly Item[],
  { conditions }: BatteryConfig,
): Pick<ConditionContext, 'train'> {
  const isNeeded = promptedConditionIds.some((id) => conditions.includes(id));
  if (!isNeeded || train.length === 0) return {};
  const { templateOf } = questionTemplates(distinctQuestions({ test, train }));
  return { train: { items: train, templateOf } };
}

/** Options of `planRequests`. */
export interface PlanRequestsOptions {
  readonly battery: BatteryConfig;
  readonly seed: number;
  readonly cacheFolder: string;
  readonly progress: Progress;
}

/** A plan with what stands in its way. */
export interface PlannedMedia extends BatteryPlan {
  /** Paths of media that can't be read: requests that show them will fail. */
  readonly missingMedia: readonly string[];
}

/** Plans with the media as they lie on disk: reads each for its hash, asks nothing. */
export async function planRequests(
  benchmark: Benchmark,
  models: readonly AskedModel[],
  { battery, seed, cacheFolder, progress }: PlanRequestsOptions,
): Promise<PlannedMedia> {
  const items = [...benchmark.test, ...(benchmark.beyondLimit ?? [])];
  const { hashOf, missing } = await hashMedia(items, { cacheFolder, progress });
  return { ...planBattery(benchmark, models, { battery, seed, hashOf }), missingMedia: missing };
}

interface ConditionPlanOptions extends PlanOptions {
  readonly model: AskedModel;
  /** All that are asked: some are the same model, opened otherwise. */
  readonly models: readonly AskedModel[];
  readonly condition: ConditionId;
}

/** A condition for one model: nothing where it is not asked under it at all. */
function planCondition(
  items: readonly Item[],
  stimuliOf: PreparedCondition,
  options: ConditionPlanOptions,
): BatteryPlan {
  const { model, condition } = options;
  const reason = whyNotUnder(options);
  if (reason === undefined) return planItems(items, stimuliOf, options);
  const refused = { model: model.name, condition, reason, items: items.length };
  return { requests: [], notApplicable: reason === ELSEWHERE ? [] : [refused] };
}

function planItems(
  items: readonly Item[],
  stimuliOf: PreparedCondition,
  options: ConditionPlanOptions,
): BatteryPlan {
  const { model, condition, hashOf } = options;
  const requests = new Map<string, PlannedRequest & { readonly items: Item[] }>();
  const refusals = new Map<string, number>();
  for (const item of items) {
    const stimuli = stimuliOf(item);
    const reason = 'reason' in stimuli ? stimuli.reason : refusalOf(model, stimuli);
    if (reason !== undefined) refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
    if (reason !== undefined || 'reason' in stimuli) continue;
    for (const stimulus of stimuli) {
      const identity = stimulusIdentity(stimulus, hashOf);
      const decoding = decodingOf(item, stimulus, identity, options);
      const key = requestKey({ engine: model.identity, condition, stimulus: identity, decoding });
      const known = requests.get(key);
      if (known) known.items.push(item);
      else
        requests.set(key, { key, model: model.name, condition, stimulus, decoding, items: [item] });
    }
  }
  return {
    requests: [...requests.values()],
    notApplicable: Array.from(refusals, ([reason, count]) => ({
      model: model.name,
      condition,
      reason,
      items: count,
    })),
  };
}

function refusalOf(model: AskedModel, stimuli: readonly Stimulus[]): string | undefined {
  return model.whyNotTaken(stimuli.flatMap(({ media }) => media));
}

/** Asked by a model of the same name that is opened for it. */
const ELSEWHERE = 'elsewhere';

/** Why a model is not asked under a condition at all; undefined if it is. */
function whyNotUnder({
  condition,
  model,
  models,
  battery,
}: ConditionPlanOptions): string | undefined {
  if (isVariant(condition) && model.variant === undefined) {
    const twin = models.some(({ name, variant }) => name === model.name && variant === condition);
    return twin ? ELSEWHERE : NO_VARIANT[condition];
  }
  if (model.variant !== undefined && model.variant !== condition) return ELSEWHERE;
  return condition === 'sampled' ? whyNotSampled(model, battery) : undefined;
}

function isVariant(condition: ConditionId): condition is VariantConditionId {
  return variantConditionIds.some((id) => id === condition);
}

const NO_VARIANT: Readonly<Record<VariantConditionId, string>> = {
  'selector-bfloat16': 'no selector in float32 is computed in this process',
  batched: 'no checkpoint is computed in this process',
};

function whyNotSampled(
  { published, ownTemperature }: AskedModel,
  { closed, sampling }: BatteryConfig,
): string | undefined {
  if (ownTemperature) return 'the config takes the temperature out of what it is sent';
  if (closed === 'likelihood') return 'answers by likelihood are not drawn';
  if (sampling !== undefined || published?.kind === 'sample') return undefined;
  return published === undefined
    ? 'how it was published to be sampled is not known: say so under battery.sampling'
    : 'its published decoding is greedy: drawing would give the same answer each time';
}

/** Closed questions with options or a yes-or-no answer can be answered by likelihood as well. */
function decodingOf(
  item: Item,
  { options, repeat }: Stimulus,
  identity: unknown,
  { model, condition, battery, seed }: ConditionPlanOptions,
): Decoding {
  const maxNewTokens = battery.maxNewTokens[item.track];
  const generated = { maxNewTokens, candidates: [] };
  if (condition === 'sampled') {
    const { published } = model;
    const settings = battery.sampling ?? (published?.kind === 'sample' ? published : undefined);
    const { temperature, topK, topP } = settings!;
    const label = `${condition}/${repeat}/${JSON.stringify(identity)}`;
    return { ...generated, sampling: { temperature, topK, topP, seed: deriveSeed(seed, label) } };
  }
  if (item.track !== 'closed' || battery.closed === 'generation') return generated;
  const candidates =
    options.length > 0
      ? options.map(({ label }) => ({ text: label, label }))
      : answerKind(item) === 'yes-no'
        ? YES_NO
        : [];
  if (candidates.length === 0) return generated;
  return { maxNewTokens: battery.closed === 'likelihood' ? 0 : maxNewTokens, candidates };
}

const YES_NO: Decoding['candidates'] = [
  { text: 'Yes', label: 'yes' },
  { text: 'No', label: 'no' },
];
