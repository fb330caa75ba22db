import type { BatteryConfig } from '../benchmark/config-schema.ts';
import { AuditError } from '../errors.ts';

/** The battery of a config. @throws {AuditError} if it has none. */
export function requireBattery({ battery }: { readonly battery?: BatteryConfig }): BatteryConfig {
  if (battery !== undefined) return battery;
  throw new AuditError({
    code: 'battery-missing',
    location: 'audit.yaml',
    problem: 'has no "battery", so that no model is asked anything',
    remedy:
      'add "battery: {}": models with a path or an endpoint are then asked under every condition',
  });
}
