import type { Ledger } from '../benchmark/ledger.ts';
import { type Judgments, judgmentOutcomes } from './judgments.ts';

/**
 * Counts in the ledger which judgments of kept rows enter no estimate, by outcome.
 *
 * @param ledgerOf The ledger of a file by its name.
 */
export function noteUnused(
  { scores, pairs, files }: Judgments,
  ledgerOf: (file: string) => Ledger | undefined,
): void {
  const ledgers = files.map(ledgerOf);
  for (const { length, outcome, file } of [scores, pairs])
    for (let row = 0; row < length; row++) {
      const came = judgmentOutcomes[outcome[row]!]!;
      if (came !== 'scored') ledgers[file[row]!]?.unuse(came);
    }
}
