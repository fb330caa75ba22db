/** What is to be done when a signal is aborted: one listener a signal, however many wait. */
const actionsOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Has `action` called once when the signal is aborted. Hundreds of requests share a run's signal,
 * and Node warns of a leak from the eleventh listener on.
 *
 * @param signal Not aborted yet.
 * @returns Takes it back.
 */
export function onAbort(signal: AbortSignal, action: () => void): () => void {
  const actions = actionsOf.get(signal) ?? listen(signal);
  actions.add(action);
  return () => actions.delete(action);
}

function listen(signal: AbortSignal): Set<() => void> {
  const actions = new Set<() => void>();
  actionsOf.set(signal, actions);
  const callAll = () => {
    for (const action of actions) action();
    actions.clear();
  };
  signal.addEventListener('abort', callAll, { once: true });
  return actions;
}

/**
 * Resolves after so many milliseconds.
 *
 * @throws the signal's reason when it is aborted, and then leaves no timer behind.
 */
export function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(() => {
      forget();
      resolve();
    }, milliseconds);
    const forget = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
