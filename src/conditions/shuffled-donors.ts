import type { Item } from '../benchmark/benchmark.ts';
import { createRandom, deriveSeed, type RandomSource } from '../statistics/index.ts';
import type { ConditionContext } from './condition.ts';
import {
  type Donor,
  DonorPool,
  donorsAmong,
  groupedBy,
  mediaKinds,
  poolsBy,
  shuffledCopy,
} from './donor-pool.ts';

/** How often a donor with another answer is looked for before one with the same is taken. */
const DRAWS = 8;
const ROUNDS = 8;

/**
 * Whose media each item is shown with: items about one patient never get each other's, nor does
 * any item get a medium that it or one of its patient's items has.
 *
 * 1. Items of the same task, modality, template and kinds of media exchange theirs: each set is
 *    given away once (a derangement), so all that is shown is as frequent as before. With the items
 *    in random order, a patient's next to one another, all move on by as many places as the
 *    patient with most items has, which takes every patient past their own.
 * 2. Where one patient has more than half of these items, that can't be: each item then draws one of
 *    another patient's, with replacement.
 * 3. Where one patient has all of them, it draws from the other templates of its task, then from
 *    the other tasks of its modality. Items for which that finds nothing are left out.
 *
 * Media of an item with another reference answer are preferred: exchanges and draws that give one
 * with the same answer are tried again a fixed number of times.
 *
 * The result hangs on the seed and the set of items, not on their order. Linear in items, but for a sort.
 *
 * @returns The donor of each item key.
 */
export function shuffledDonors({
  seed,
  items,
  templateOf,
}: ConditionContext): ReadonlyMap<string, Item> {
  const donors = donorsAmong(items);
  const groups = groupedBy(donors, (item) => groupKey(item, templateOf.get(item.key)));
  const byTask = poolsBy(donors, (item) => groupKey(item));
  const byModality = poolsBy(donors, modalityKey);
  const found = new Map<string, Item>();
  for (const [key, members] of groups) {
    const random = createRandom(deriveSeed(seed, `conditions/shuffled/${key}`));
    const pool = new DonorPool(shuffledCopy(members, random));
    if (2 * pool.largestRun <= members.length) exchange(pool, random, found);
    else {
      for (const { item, patient } of members) {
        const wider = [pool, byTask.get(groupKey(item))!, byModality.get(modalityKey(item))!];
        const donor = firstDrawn(wider, item, patient, random);
        if (donor !== undefined) found.set(item.key, donor);
      }
    }
  }
  return found;
}

function groupKey(item: Item, template?: string): string {
  return JSON.stringify([mediaKinds(item), item.modality, item.task, template]);
}

function modalityKey(item: Item): string {
  return JSON.stringify([mediaKinds(item), item.modality]);
}

/** Everybody takes the media of the one `largestRun` places on; then some swap what they took. */
function exchange(
  { donors, largestRun }: DonorPool,
  random: RandomSource,
  found: Map<string, Item>,
): void {
  const takenFrom = Int32Array.from(donors, (_, place) => (place + largestRun) % donors.length);
  swapSameAnswers(donors, takenFrom, random);
  for (const [place, { item }] of donors.entries())
    found.set(item.key, donors[takenFrom[place]!]!.item);
}

/**
 * Swaps what two items took where it takes one off media with its own answer and puts neither on
 * such. With two answers only items that both have the same can help each other, so every other
 * round draws partners among those.
 */
function swapSameAnswers(
  donors: readonly Donor[],
  takenFrom: Int32Array,
  random: RandomSource,
): void {
  const answers = donors.map(({ item }) => answerOf(item));
  const fits = (place: number, source: number): boolean =>
    answers[place] !== answers[source] && donors[place]!.patient !== donors[source]!.patient;
  const isAlike = (place: number): boolean => answers[place] === answers[takenFrom[place]!];
  const trySwap = (place: number, other: number): void => {
    const [own, others] = [takenFrom[place]!, takenFrom[other]!];
    if (!isAlike(place) || !fits(place, others) || !fits(other, own)) return;
    takenFrom[place] = others;
    takenFrom[other] = own;
  };
  const all = [...donors.keys()];
  for (let round = 0; round < ROUNDS; round++) {
    const alike = all.filter(isAlike);
    const partners = round % 2 === 0 ? alike : all;
    for (const place of alike) {
      for (let draw = 0; draw < DRAWS; draw++)
        trySwap(place, partners[random.nextBelow(partners.length)]!);
    }
  }
}

/** From the first pool that has another patient's item. */
function firstDrawn(
  pools: readonly DonorPool[],
  item: Item,
  patient: number,
  random: RandomSource,
): Item | undefined {
  const answer = answerOf(item);
  for (const pool of pools) {
    let drawn = pool.draw(patient, random);
    for (let draw = 1; draw < DRAWS && drawn && answerOf(drawn) === answer; draw++)
      drawn = pool.draw(patient, random);
    if (drawn !== undefined) return drawn;
  }
  return undefined;
}

/** What an item's reference answer says, whatever letter stands before it. */
function answerOf({ answer, options }: Item): string {
  const wanted = answer.trim();
  const wording = options.find(({ label }) => label === wanted)?.text ?? wanted;
  return wording.toLowerCase();
}
