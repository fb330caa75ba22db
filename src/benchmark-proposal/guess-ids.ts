/** A guess at where ids stand. */
export interface IdGuess {
  /** A regular expression on media paths with the group patient or exam. */
  readonly pattern: string;
  /** Sure enough to be switched on; otherwise it is only suggested in a comment. */
  readonly sure: boolean;
  readonly example: string;
}

/** Guesses for the two kinds of ids. */
export interface IdGuesses {
  readonly patient?: IdGuess;
  readonly exam?: IdGuess;
}

/** Path shapes whose meaning is agreed on: BIDS, TCGA barcodes, CBIS-DDSM, `patient…` and `P…_E…` names. */
const agreed: readonly { readonly patient: string; readonly exam?: string }[] = [
  {
    patient: '(?:^|[/_])(?<patient>sub-[A-Za-z0-9]+)(?=[/_])',
    exam: '(?:^|[/_])(?<exam>sub-[A-Za-z0-9]+[/_]ses-[A-Za-z0-9]+)(?=[/_])',
  },
  { patient: '(?:^|/)(?<patient>TCGA-[A-Z0-9]{2}-[A-Z0-9]{4})(?=[-./_])' },
  { patient: '_(?<patient>P_\\d+)_(?:LEFT|RIGHT)_(?:CC|MLO)' },
  {
    patient: '(?:^|[/_-])(?<patient>[Pp]atient[_-]?\\d+)(?!\\d)',
    exam: '(?:^|[/_-])(?<exam>[Pp]atient[_-]?\\d+[/_-](?:exam|study|visit)[_-]?\\d+)(?!\\d)',
  },
  {
    patient: '(?:^|/)(?<patient>[A-Z]+\\d+)_E\\d+(?!\\d)',
    exam: '(?:^|/)(?<exam>[A-Z]+\\d+_E\\d+)(?!\\d)',
  },
];

/** The part of a file name before the first separator: often a patient, just as often not. */
const leading = '(?:^|/)(?<patient>[A-Za-z]*\\d+)[_-][^/]*$';

const enough = 0.9;

/**
 * Guesses how patient and exam ids stand in media paths.
 *
 * An agreed shape is sure where nine in ten paths have it and it tells at least two patients apart.
 * A leading number that several files share is only a suggestion: it may be a patient, a page or a date.
 */
export function guessIds(paths: readonly string[]): IdGuesses {
  for (const { patient, exam } of agreed) {
    if (!serves(patient, paths)) continue;
    return {
      patient: guess(patient, paths, true),
      ...(exam !== undefined && serves(exam, paths) && { exam: guess(exam, paths, true) }),
    };
  }
  const ids = capture(leading, paths);
  const distinct = new Set(ids).size;
  const shared = ids.length >= enough * paths.length && distinct > 1 && distinct < ids.length;
  return shared ? { patient: guess(leading, paths, false) } : {};
}

function guess(pattern: string, paths: readonly string[], sure: boolean): IdGuess {
  return { pattern, sure, example: capture(pattern, paths)[0] as string };
}

function serves(pattern: string, paths: readonly string[]): boolean {
  const ids = capture(pattern, paths);
  return ids.length >= enough * paths.length && new Set(ids).size > 1;
}

function capture(pattern: string, paths: readonly string[]): string[] {
  const expression = new RegExp(pattern);
  return paths.flatMap((path) => Object.values(expression.exec(path)?.groups ?? {}));
}
