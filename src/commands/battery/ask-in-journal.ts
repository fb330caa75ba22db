import { Journal, type JournalContent, readJournal } from '../../run/journal.ts';
import type { JournalRow } from '../../run/journal-row.ts';
import type { ModelTally } from '../../run/run-plan.ts';

/** What a journal holds once some requests were asked. */
export interface AskedRequests extends Pick<JournalContent, 'rows'> {
  readonly tallies: readonly ModelTally[];
  readonly journalPath: string;
  /** Lines of the journal that could not be read. */
  readonly broken: Journal['broken'];
}

/** Options of `askInJournal`. */
export interface AskInJournalOptions {
  readonly path: string;
  /** Name of the benchmark. */
  readonly benchmark: string;
  /** False asks nothing: what the journal holds counts all the same. */
  readonly ask?: boolean;
  /** False sets an earlier journal aside and begins a new one. */
  readonly resume?: boolean;
  /** Rows of a journal that is set aside which the new one begins with; default none. */
  readonly keeps?: (row: JournalRow) => boolean;
}

/**
 * Opens a journal, has requests asked and closes it.
 *
 * @throws {AuditError} if the journal can not be written or another process writes it.
 */
export async function askInJournal(
  { path, benchmark, ask = true, resume = true, keeps = () => false }: AskInJournalOptions,
  asking: (journal: Journal) => Promise<readonly ModelTally[]>,
): Promise<AskedRequests> {
  if (!ask) {
    const { rows, broken } = await contentOf(path);
    return { rows, broken, tallies: [], journalPath: path };
  }
  const kept = resume ? [] : [...(await contentOf(path)).rows.values()].filter(keeps);
  const journal = await Journal.open(path, benchmark, { anew: !resume });
  try {
    await Promise.all(kept.map((row) => journal.append(row)));
    const tallies = await asking(journal);
    return { rows: journal.rows, broken: journal.broken, tallies, journalPath: path };
  } finally {
    await journal.close();
  }
}

/** What a journal holds, also while another process writes it; nothing if there is none yet. */
export async function contentOf(path: string): Promise<Pick<JournalContent, 'rows' | 'broken'>> {
  return await readJournal(path).catch((error: { code?: string }) => {
    if (error.code === 'file-missing') return { rows: new Map(), broken: [] };
    throw error;
  });
}
