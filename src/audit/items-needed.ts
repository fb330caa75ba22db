/**
 * Items at which half an interval would fit the room there is, taking it to shrink with the root
 * of the number of items: a rule of thumb for planning, no promise.
 *
 * @param n Items now.
 * @param half How far the interval reaches from the value on the side that counts.
 * @param room From the value to the bound.
 * @returns A whole number, at least n; undefined where there is no room.
 */
export function itemsNeeded(n: number, half: number, room: number): number | undefined {
  if (room <= 0) return undefined;
  const needed = Math.ceil(n * Math.max(1, half / room) ** 2);
  return Number.isSafeInteger(needed) ? needed : undefined;
}
