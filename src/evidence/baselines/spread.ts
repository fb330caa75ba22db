/**
 * At most `limit` elements, evenly spread over a list and in its order.
 *
 * @example
 * spread([1, 2, 3, 4, 5, 6], 3); // [1, 3, 5]
 */
export function spread<Element>(list: readonly Element[], limit: number): Element[] {
  const step = Math.max(1, list.length / limit);
  return list.filter(
    (_element, index) => Math.floor(index / step) !== Math.floor((index - 1) / step),
  );
}
