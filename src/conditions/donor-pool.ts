import type { Item } from '../benchmark/benchmark.ts';
import type { RandomSource } from '../statistics/index.ts';
import { patientClusters } from './patient-clusters.ts';

/** An item with the number of its patient (see `patientClusters`). */
export interface Donor {
  readonly item: Item;
  readonly patient: number;
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/** Items ordered so that a patient's stand together: one of another patient is found at once. */
export class DonorPool {
  /** The patients in the order in which they come first. */
  readonly donors: readonly Donor[];
  /** Items of the patient with most. */
  readonly largestRun: number;
  readonly #runs = new Map<number, Run>();

  constructor(donors: readonly Donor[]) {
    const byPatient = new Map<number, Donor[]>();
    for (const donor of donors) {
      const known = byPatient.get(donor.patient);
      if (known === undefined) byPatient.set(donor.patient, [donor]);
      else known.push(donor);
    }
    this.donors = [...byPatient.values()].flat();
    let start = 0;
    let largestRun = 0;
    for (const [patient, { length }] of byPatient) {
      this.#runs.set(patient, { start, end: start + length });
      start += length;
      largestRun = Math.max(largestRun, length);
    }
    this.largestRun = largestRun;
  }

  /** An item of another patient, each equally likely; undefined if there is none. */
  draw(patient: number, random: RandomSource): Item | undefined {
    const own = this.#runs.get(patient) ?? { start: 0, end: 0 };
    const others = this.donors.length - (own.end - own.start);
    if (others === 0) return undefined;
    const place = random.nextBelow(others);
    return this.donors[place < own.start ? place : place + own.end - own.start]!.item;
  }
}

/** A copy in random order (Fisher and Yates). */
export function shuffledCopy<Value>(values: readonly Value[], random: RandomSource): Value[] {
  const copy = [...values];
  for (let left = copy.length; left > 1; left--) {
    const drawn = random.nextBelow(left);
    [copy[left - 1], copy[drawn]] = [copy[drawn]!, copy[left - 1]!];
  }
  return copy;
}

/** Items that have media, by key, with their patients: the same whatever the order of `items`. */
export function donorsAmong(items: readonly Item[]): readonly Donor[] {
  const sorted = items
    .filter(({ media }) => media.length > 0)
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  const patients = patientClusters(sorted);
  return sorted.map((item, position) => ({ item, patient: patients[position]! }));
}

/** Kinds of an item's media in their order: "image,image". */
export function mediaKinds({ media }: Item): string {
  return media.map(({ kind }) => kind).join();
}

/** Pools of donors that have something in common. */
export function poolsBy(
  donors: readonly Donor[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, DonorPool> {
  const groups = groupedBy(donors, keyOf);
  return new Map([...groups].map(([key, members]) => [key, new DonorPool(members)]));
}

/** Donors that have something in common, in their order. */
export function groupedBy(
  donors: readonly Donor[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Donor[]> {
  const groups = new Map<string, Donor[]>();
  for (const donor of donors) {
    const key = keyOf(donor.item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [donor]);
    else known.push(donor);
  }
  return groups;
}
