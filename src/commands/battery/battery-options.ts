import type { ResolvedConfig } from '../../benchmark/config.ts';
import type { BatteryConfig } from '../../benchmark/config-schema.ts';
import { conditionIds } from '../../conditions/condition.ts';
import { AuditError } from '../../errors.ts';
import type { Device } from '../../model/model.ts';
import type { RequestFilter } from '../../run/request-filter.ts';
import { parseShard } from '../../run/shard.ts';
import { namesIn } from '../names-in.ts';

/** Options of the commands that plan or run a battery, as the command line gives them. */
export interface BatteryOptions {
  readonly device?: Device | 'auto';
  /** False sets an earlier journal aside and begins a new one. */
  readonly resume?: boolean;
  readonly retryFailed?: boolean;
  /** False asks no model: what the journal holds counts all the same. */
  readonly ask?: boolean;
  /** Comma-separated names. */
  readonly models?: string;
  readonly conditions?: string;
  /** Draw so many answers of each item too. */
  readonly repeat?: number;
  /** `3/8` */
  readonly shard?: string;
  readonly journal?: string;
  /** Address of a Redis server: workers there are asked instead of the models here. */
  readonly queue?: string;
}

/** A config that says what its models are asked. */
export type BatteryBearing = ResolvedConfig & { readonly battery: BatteryConfig };

/** `--repeat` has answers drawn whatever the config's conditions are. */
function withRepeat(battery: BatteryConfig, repeat: number | undefined): BatteryConfig {
  if (repeat === undefined) return battery;
  return {
    ...battery,
    repeat,
    conditions: [...new Set([...battery.conditions, 'sampled' as const])],
  };
}

/**
 * The config with the battery as the command line wants it.
 *
 * @throws {AuditError} if the config has no battery.
 */
export function requireBattery(
  config: ResolvedConfig,
  { repeat }: Pick<BatteryOptions, 'repeat'> = {},
): BatteryBearing {
  const { battery } = config;
  if (battery !== undefined) return { ...config, battery: withRepeat(battery, repeat) };
  throw new AuditError({
    code: 'battery-missing',
    location: 'audit.yaml',
    problem: 'has no "battery", so that no model is asked anything',
    remedy:
      'add "battery: {}": models with a path or an endpoint are then asked under every condition',
  });
}

/**
 * Which requests the command line wants asked.
 *
 * @throws {AuditError} for a model, condition or shard that there is not.
 */
export function requestFilter(options: BatteryOptions, config: BatteryBearing): RequestFilter {
  const askable = Object.entries(config.models)
    .filter(([, { path, endpoint }]) => path !== undefined || endpoint !== undefined)
    .map(([name]) => name);
  const { models, conditions } = options;
  const refusal = { code: 'battery-filter', problemOf };
  return {
    ...(models !== undefined && { models: namesIn(['--models', models], askable, refusal) }),
    ...(conditions !== undefined && {
      conditions: namesIn(['--conditions', conditions], config.battery.conditions, refusal),
    }),
    ...sharedFilter(options),
  };
}

function problemOf(name: string): string {
  const isCondition = (conditionIds as readonly string[]).includes(name);
  return `"${name}" is not asked${isCondition ? ' in this config' : ''}`;
}

/**
 * What the command line says likewise of a battery's requests and of a grading's.
 *
 * @throws {AuditError} for a shard that there is not.
 */
export function sharedFilter({
  shard,
  retryFailed,
}: Pick<BatteryOptions, 'shard' | 'retryFailed'>): RequestFilter {
  return {
    ...(shard !== undefined && { shard: parseShard(shard) }),
    ...(retryFailed !== undefined && { retryFailed }),
  };
}
