import type { CheckId, DisclosureCheck } from '../check.ts';
import { peopleAndData } from './people-and-data.ts';
import { referenceAndModels } from './reference-and-models.ts';
import { resultsAndConduct } from './results-and-conduct.ts';

/** The 33 checks, in order. */
export const disclosureChecks: readonly DisclosureCheck[] = [
  ...peopleAndData,
  ...referenceAndModels,
  ...resultsAndConduct,
];

const byId: ReadonlyMap<CheckId, DisclosureCheck> = new Map(
  disclosureChecks.map((check) => [check.id, check]),
);

/** The check of an id. */
export function checkOf(id: CheckId): DisclosureCheck {
  return byId.get(id)!;
}
