import type { CheckId } from './check.ts';
import { checkOf } from './checks/index.ts';
import type { CheckFacts } from './facts.ts';
import type { Measurements } from './measurements.ts';
import { countsAllItems, rules } from './rules/index.ts';
import type { ComparedFact, Rule } from './rules/rule.ts';

/**
 * `contradicts`: what is measured disagrees with what is said; `agrees`: it bears it out; `undecided`:
 * it can't tell; `not-compared`: something is measured, and nothing is said that could be compared;
 * `not-at-hand`: it could be measured and was not; `not-measured`: nothing here measures it.
 */
export type MeasuredState =
  | 'contradicts'
  | 'agrees'
  | 'undecided'
  | 'not-compared'
  | 'not-at-hand'
  | 'not-measured';

/** What measurements have to say on a check. */
export interface MeasuredSide {
  readonly state: MeasuredState;
  /** Numbers, or what is missing; no full stop. */
  readonly text: string;
  /** Keys under `facts` that would make it comparable, or that are contradicted. */
  readonly keys: readonly string[];
}

/**
 * Compares what is said on a check with what was measured.
 *
 * @param facts undefined where nothing comparable is said.
 */
export function measuredSide<Id extends CheckId>(
  id: Id,
  facts: CheckFacts[Id] | undefined,
  measurements: Measurements,
): MeasuredSide {
  const rule = rules[id] as Rule<Id> | undefined;
  if (rule === undefined)
    return { state: 'not-measured', text: 'nothing here measures it', keys: [] };
  const { limit } = measurements;
  if (limit !== undefined && countsAllItems.has(id)) {
    const text = `only the first ${limit} test items were read`;
    return { state: 'not-at-hand', text, keys: [] };
  }
  const side = sideOf(rule(facts ?? ({} as CheckFacts[Id]), measurements), id);
  if (limit === undefined || side.state !== 'agrees') return side;
  return { ...side, state: 'undecided', text: `${side.text}, of the first ${limit} test items` };
}

function sideOf(compared: readonly ComparedFact[], id: CheckId): MeasuredSide {
  const said = compared.filter((fact) => fact.said !== undefined);
  const refuted = said.filter((fact) => fact.said && holdsOf(fact) === false);
  if (refuted.length > 0) return side('contradicts', refuted);
  const seen = said.filter(isSeen);
  if (seen.length > 0) {
    const isOpen = seen.some((fact) => fact.said && holdsOf(fact) === undefined);
    const unseen = said.filter((fact) => !isSeen(fact)).map(({ key }) => key);
    const compared = side(isOpen ? 'undecided' : 'agrees', seen);
    return unseen.length === 0
      ? compared
      : { ...compared, text: `${compared.text}; not measured: ${unseen.join(', ')}` };
  }
  const others = compared.filter(isSeen);
  if (said.length === 0 && others.length > 0) return side('not-compared', others);
  const missing = (said.length > 0 ? said : compared).flatMap(({ observed }) =>
    'missing' in observed ? [observed.missing] : [],
  );
  const text = [...new Set(missing)].join('; ') || `${checkOf(id).evidence} was not measured`;
  return { state: 'not-at-hand', text, keys: [] };
}

function side(state: MeasuredState, facts: readonly ComparedFact[]): MeasuredSide {
  const readings = facts.flatMap(({ observed }) =>
    'reading' in observed ? [observed.reading] : [],
  );
  return {
    state,
    text: [...new Set(readings)].join('; '),
    keys: facts.map(({ key }) => key),
  };
}

function isSeen({ observed }: ComparedFact): boolean {
  return 'reading' in observed;
}

function holdsOf({ observed }: ComparedFact): boolean | undefined {
  return 'reading' in observed ? observed.holds : undefined;
}

const saying: Readonly<Record<MeasuredState, string>> = {
  contradicts: 'Against it: ',
  agrees: 'Agrees: ',
  undecided: 'Undecided: ',
  'not-compared': 'Not compared: ',
  'not-at-hand': 'No measurement at hand: ',
  'not-measured': '',
};

/** "Against it: 1 patient in both splits". */
export function measuredText({ state, text }: MeasuredSide): string {
  return state === 'not-measured' ? '–' : `${saying[state]}${text}`;
}
