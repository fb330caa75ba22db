import type { AuditResult } from '../../audit/audit.ts';
import type { Measurements } from '../measurements.ts';
import { given, joined, notJoined, type Observed, type Rule } from './rule.ts';

const id = 'subset-selection';

/** D09: test has the composition of what it was drawn from. */
export const representative: Rule<'D09'> = (facts, measurements) => {
  const result = joined(measurements, id);
  const observed = result ? composition(result) : notJoined(measurements, id);
  return [{ key: 'representative', said: facts.representative, observed }];
};

function composition({ verdict, summary, findings }: AuditResult): Observed {
  const differs = findings.some(({ kind }) => kind === 'composition-differs');
  return { holds: differs ? false : verdict === 'pass' || undefined, reading: summary };
}

/** D32: items that are said to be drawn at random look like a draw; what is said to be all of them holds all. */
export const selectionOfItems: Rule<'D32'> = ({ selection }, measurements) => [
  { key: 'selection', said: given(selection), observed: drawn(selection, measurements) },
];

function drawn(selection: string | undefined, measurements: Measurements): Observed {
  const result = joined(measurements, id) ?? measurements.resultOf(id);
  // Names of files that say "sampled" are no measurement, and yet worth an answer.
  if (result === undefined || ['not-run', 'not-applicable'].includes(result.verdict))
    return notJoined(measurements, id);
  const { verdict, summary: reading } = result;
  const byChance = selection === 'random' || selection === 'stratified';
  // That items were chosen by hand is told, not claimed; the rest can't be seen.
  if (!byChance) return { holds: selection === 'chosen' || undefined, reading };
  if (verdict === 'fail') return { holds: false, reading };
  return { holds: verdict === 'pass' || undefined, reading };
}
