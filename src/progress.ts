/** One piece of work under way. */
export interface ProgressTask {
  /** Says that `count` more units are done (default 1); `status` stands beside the count. */
  advance(count?: number, status?: string): void;
  /** Ends the task; `note` replaces the default closing text. */
  done(note?: string): void;
}

/** Where library code reports how far it is. The CLI draws it on stderr; libraries pass `silentProgress`. */
export interface Progress {
  /**
   * @param label What is being done: "Fingerprinting images".
   * @param total Units of work, when known: gives the time left.
   */
  start(label: string, total?: number): ProgressTask;
}

/** Reports nothing. */
export const silentProgress: Progress = {
  start: () => ({ advance: () => {}, done: () => {} }),
};
