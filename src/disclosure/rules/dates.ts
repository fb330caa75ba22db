import type { Observed, Rule } from './rule.ts';

/** D05: all data are newer than every cut-off. Decided by the dates that are given themselves. */
export const datesAfterCutoffs: Rule<'D05'> = ({ oldest, newest, cutoffs = {}, afterCutoffs }) => [
  ...(oldest !== undefined && newest !== undefined
    ? [{ key: 'oldest', said: true, observed: inOrder(oldest, newest) }]
    : []),
  { key: 'afterCutoffs', said: afterCutoffs, observed: newerThan(oldest, cutoffs) },
];

function inOrder(oldest: string, newest: string): Observed {
  const isPossible = firstDay(oldest) <= lastDay(newest);
  return { holds: isPossible, reading: `data of ${oldest} to ${newest}` };
}

function newerThan(
  oldest: string | undefined,
  cutoffs: Readonly<Record<string, string>>,
): Observed {
  const models = Object.entries(cutoffs);
  if (oldest === undefined || models.length === 0)
    return { missing: 'the dates of data and cut-offs are not both given' };
  // A date without its day can be any day of it.
  const surely = models.filter(([, cutoff]) => lastDay(oldest) <= firstDay(cutoff));
  const possibly = models.filter(([, cutoff]) => firstDay(oldest) <= lastDay(cutoff));
  const shown = surely.length > 0 ? surely : possibly;
  if (shown.length === 0)
    return { holds: true, reading: `oldest data of ${oldest}, newer than every cut-off` };
  const list = shown.map(([model, cutoff]) => `${model} (${cutoff})`).join(', ');
  const reading = `oldest data of ${oldest}, ${surely.length > 0 ? '' : 'possibly '}not newer than the cut-off of ${list}`;
  return { holds: surely.length > 0 ? false : undefined, reading };
}

/** `2021` begins on 2021-01-01. Days compare as texts. */
function firstDay(date: string): string {
  return `${date}-01-01`.slice(0, 10);
}

/** `2021-03` ends on no later day than 2021-03-31. */
function lastDay(date: string): string {
  return `${date}${'-12-31'.slice(date.length === 4 ? 0 : 3)}`.slice(0, 10);
}
