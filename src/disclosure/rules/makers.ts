import type { Measurements } from '../measurements.ts';
import { countIn, joined, notJoined, type Observed, type Rule } from './rule.ts';

const id = 'pipeline-kinship';

/** D02: nobody gains. That the candidate's makers judge it is worth knowing, and no proof of a gain. */
export const competingInterests: Rule<'D02'> = (facts, measurements) => {
  const observed = ownJudges(measurements);
  const isOpen = 'missing' in observed || observed.holds === true;
  return [
    {
      key: 'noTies',
      said: facts.noTies,
      observed: isOpen ? observed : { ...observed, holds: undefined },
    },
  ];
};

/** D03: others made what judges the candidate. One part by its makers refutes it. */
export const separateMakers: Rule<'D03'> = (facts, measurements) => [
  { key: 'independent', said: facts.independent, observed: ownJudges(measurements) },
];

function ownJudges(measurements: Measurements): Observed {
  const result = joined(measurements, id);
  const own = countIn(result, 'ownJudges');
  if (result === undefined || own === undefined) return notJoined(measurements, id);
  const unknown = countIn(result, 'unknownJudges')?.value ?? 0;
  const reading = `of test, references and graders, ${own.value} of ${own.of ?? '?'} made by the candidate’s makers${unknown > 0 ? `, ${unknown} not known` : ''}`;
  if (own.value > 0) return { holds: false, reading };
  return { holds: unknown === 0 || undefined, reading };
}
