import type { Benchmark } from '../../benchmark/benchmark.ts';
import type { ResolvedConfig } from '../../benchmark/config.ts';
import type { ModelConfig } from '../../benchmark/model-config.ts';
import { AuditError } from '../../errors.ts';
import type { GraderCard } from '../../grading/grading-summary.ts';
import { namesOf } from '../../grading/hide-names.ts';
import { type GradingPlan, planGrading } from '../../grading/plan-grading.ts';
import { resolveGraders } from '../../grading/resolve-graders.ts';
import { declaredKinship } from '../../judgments/kinship/declared-kinship.ts';
import { kinOf } from '../../judgments/kinship/kin-of.ts';
import type { KinshipDeclaration } from '../../judgments/kinship/kinship.ts';
import { type BatteryModel, batteryModels, type RefusedModel } from '../../run/battery-models.ts';
import type { RequestFilter } from '../../run/request-filter.ts';
import { sharedFilter } from '../battery/battery-options.ts';
import type { BatterySurroundings } from '../battery/open-battery.ts';
import { journalPathOf } from '../battery/open-battery.ts';
import { readModels } from '../read-models.ts';
import type { GradingOptions } from './grading-options.ts';

/** What the commands know when they have the answers. */
export interface GradingSurroundings
  extends Omit<BatterySurroundings, 'config' | 'filter' | 'cards' | 'writer'> {
  readonly config: ResolvedConfig;
}

/** A grading that is planned. */
export interface PlannedGrading {
  readonly plan: GradingPlan;
  readonly graders: readonly BatteryModel[];
  /** Of those, as they are shown. */
  readonly cards: readonly GraderCard[];
  readonly refused: readonly RefusedModel[];
  readonly filter: RequestFilter;
  readonly journalPath: string;
}

/**
 * Plans what the graders of a config are asked about a benchmark's answers.
 *
 * @throws {AuditError} for a grader that is there under two names, or a shard that is none.
 */
export async function openGrading(
  options: GradingOptions,
  surroundings: GradingSurroundings,
): Promise<PlannedGrading> {
  const { config, benchmark, modelCacheFolder } = surroundings;
  const declared = resolveGraders(config);
  const asModels = { ...config, models: declared };
  const { models: cards } = await readModels(asModels, asDeclared(benchmark, declared), {
    ...surroundings,
    engineCheck: false,
    asked: true,
  });
  const { models: graders, refused } = batteryModels(asModels, {
    ...surroundings,
    ...surroundings.computes,
    cards,
    cacheFolder: modelCacheFolder,
    seed: config.seed,
  });
  refuseTwins(graders);
  const plan = planGrading(benchmark, graders, {
    grading: config.grading,
    seed: config.seed,
    namesOf: (name) => namesOf(name, config.models[name]?.endpoint?.model),
  });
  const kinship = declaredKinship(config);
  return {
    plan,
    graders,
    cards: cards.flatMap((card) =>
      graders.some(({ name }) => name === card.name) ? shown(card, kinship) : [],
    ),
    refused,
    filter: sharedFilter(options),
    journalPath: journalPathOf(options, surroundings),
  };
}

/** The benchmark as it would be with the graders for models. */
function asDeclared(
  benchmark: Benchmark,
  graders: Readonly<Record<string, ModelConfig>>,
): Benchmark {
  const models = Object.entries(graders).map(([name, { role, family }]) => ({
    name,
    role,
    ...(family !== undefined && { family }),
  }));
  return { ...benchmark, models, ledger: [] };
}

/** The family as the audits go by it: declared, or told by a name. */
function shown(
  { name, endpoint, checkpoint }: GraderCard,
  kinship: KinshipDeclaration,
): GraderCard {
  const { family } = kinOf(name, kinship);
  return {
    name,
    ...(family !== undefined && { family }),
    ...(endpoint && { endpoint }),
    ...(checkpoint && { checkpoint }),
  };
}

/** The config tells equal paths and addresses; that a checkpoint is a copy, only its content does. */
function refuseTwins(graders: readonly BatteryModel[]): void {
  const known = new Map<string, string>();
  for (const { name, identity } of graders) {
    const text = JSON.stringify(identity);
    const twin = known.get(text);
    known.set(text, name);
    if (twin === undefined) continue;
    throw new AuditError({
      code: 'grader-twice',
      location: `graders.${name}`,
      problem: `is the same model as "graders.${twin}": one grader under two names`,
      remedy: 'take one of the two out; it would agree with itself',
    });
  }
}
