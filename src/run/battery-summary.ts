import { conditions } from '../conditions/index.ts';
import type { RefusedModel } from './battery-models.ts';
import { countOutcomes, type OutcomeCounts, total } from './count-outcomes.ts';
import type { JournalRow } from './journal-row.ts';
import type { BatteryPlan, NotApplicable } from './plan-battery.ts';
import type { PlannedRequest } from './request.ts';

/** How far a battery has come, as a report shows it. */
export interface BatterySummary {
  readonly conditions: readonly {
    readonly id: string;
    readonly title: string;
    /** What the model sees. */
    readonly shows: string;
  }[];
  /** One a model and condition that was planned. */
  readonly rows: readonly BatterySummaryRow[];
  /** Models that could not be asked at all. */
  readonly refused: readonly RefusedModel[];
  /** Requests that have neither been answered nor failed. */
  readonly left: number;
  readonly failed: number;
}

/** Counted in requests; items that ask the same share one. */
export interface BatterySummaryRow extends OutcomeCounts {
  readonly model: string;
  readonly condition: string;
  /** Test items behind the planned requests, each counted once, however many requests it makes. */
  readonly items: number;
  /** Items that can't be asked so, by reason. */
  readonly notApplicable: Readonly<Record<string, number>>;
}

/** Counts what became of a plan's requests. */
export function summarizeBattery(
  { requests, notApplicable }: BatteryPlan,
  rows: ReadonlyMap<string, JournalRow>,
  refused: readonly RefusedModel[],
): BatterySummary {
  const groups = groupsOf(requests, notApplicable);
  const counted = [...groups.values()].map((group) => countGroup(group, rows));
  const used = new Set(counted.map(({ condition }) => condition));
  return {
    conditions: conditions
      .filter(({ id }) => used.has(id))
      .map(({ id, title, shows }) => ({ id, title, shows })),
    rows: counted,
    refused,
    left: counted.reduce((sum, { left }) => sum + left, 0),
    failed: counted.reduce((sum, { failed }) => sum + total(failed), 0),
  };
}

interface Group {
  readonly model: string;
  readonly condition: string;
  readonly requests: PlannedRequest[];
  readonly refusals: NotApplicable[];
}

function groupsOf(
  requests: readonly PlannedRequest[],
  refusals: readonly NotApplicable[],
): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  const groupOf = ({ model, condition }: { model: string; condition: string }): Group => {
    const name = JSON.stringify([model, condition]);
    const group = groups.get(name) ?? { model, condition, requests: [], refusals: [] };
    groups.set(name, group);
    return group;
  };
  for (const request of requests) groupOf(request).requests.push(request);
  for (const refused of refusals) groupOf(refused).refusals.push(refused);
  return groups;
}

function countGroup(
  { model, condition, requests, refusals }: Group,
  rows: ReadonlyMap<string, JournalRow>,
): BatterySummaryRow {
  return {
    model,
    condition,
    items: new Set(requests.flatMap(({ items }) => items.map(({ key }) => key))).size,
    ...countOutcomes(
      requests.map(({ key }) => key),
      rows,
    ),
    notApplicable: Object.fromEntries(refusals.map(({ reason, items }) => [reason, items])),
  };
}
