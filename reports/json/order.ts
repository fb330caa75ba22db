/** Orders of keys, made of smaller ones. */

/** Puts one value's keys in order. */
export type Order = (value: unknown) => unknown;

/** Every key of `T` once, in order, with the order of its value (`asIs` for plain values). */
type KeyOrders<T> = { readonly [Key in keyof T]-?: Order };

export const asIs: Order = (value) => value;

/** Keys as declared; keys that the contract does not know follow, as they are. */
export function object<T>(orders: KeyOrders<T>): Order {
  const known = Object.entries<Order>(orders);
  return (value) => {
    if (value === null || typeof value !== 'object') return value;
    const given = new Map<string, unknown>(Object.entries(value));
    const ordered = known
      .filter(([key]) => given.has(key))
      .map(([key, order]): [string, unknown] => [key, order(given.get(key))]);
    const unknown = [...given].filter(([key]) => !Object.hasOwn(orders, key));
    return Object.fromEntries([...ordered, ...unknown]);
  };
}

/** Every element in one order. */
export function list(order: Order): Order {
  return (value) => (Array.isArray(value) ? value.map(order) : value);
}

/** A record with free keys: they stay as they are, their values are put in order. */
export function record(order: Order): Order {
  return (value) =>
    value === null || typeof value !== 'object'
      ? value
      : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, order(one)]));
}

/** One of several shapes, told apart by the value under a key. */
export function by(key: string, orders: Readonly<Record<string, Order>>): Order {
  return (value) =>
    value !== null && typeof value === 'object' && key in value
      ? (orders[String((value as Record<string, unknown>)[key])] ?? asIs)(value)
      : value;
}
