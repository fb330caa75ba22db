import type { Manifest } from '../manifest/manifest.ts';
import type { RunOptions } from './run.ts';

/**
 * Options that change the result or the report. Folders and files among them the manifest has by
 * place and content; others may hold what nobody is to read, such as the address of a queue.
 */
const decisive: readonly (keyof RunOptions)[] = [
  'seed',
  'limit',
  'models',
  'conditions',
  'repeat',
  'device',
  'ask',
  'engineCheck',
  'thumbnails',
  'redactIds',
];

/** Those that a command line gave. */
export function decisiveOptions(options: RunOptions): Manifest['options'] {
  const given = decisive.flatMap((name) => {
    const value = options[name];
    // Of --no-ask and its like commander gives true where nothing was said.
    const isSaid = name === 'redactIds' ? value === true : value !== true;
    const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
    return isSaid && isPlain ? [[name, value]] : [];
  });
  return Object.fromEntries(given);
}
