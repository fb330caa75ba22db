import type { Cell, Estimate } from '../../audit/audit.ts';
import { percent, percentBounds, pointsUnsigned } from '../../audit/wording.ts';
import type { GivenInterval } from '../facts.ts';
import type { Measurements } from '../measurements.ts';
import { estimatesIn, given, joined, notJoined, type Observed, type Rule } from './rule.ts';

const id = 'small-subsets';
/** A published interval narrower than this share of the measured one is too narrow. */
const narrowest = 0.8;

/** D18: how answers are read does not change ranks. */
export const parserRanks: Rule<'D18'> = (facts, { extractors }) => {
  const compared = extractors.filter(({ scores }) => scores.length > 1);
  const moved = compared.filter(({ scores }) => new Set(scores.map(({ rank }) => rank)).size > 1);
  const list = moved.map(({ model, track, scores }) => {
    const ranks = scores.map(({ rank }) => rank);
    return `${model} ranks ${Math.min(...ranks)} to ${Math.max(...ranks)} on ${track} questions by how its answers are read`;
  });
  const observed: Observed =
    compared.length === 0
      ? { missing: 'no answers were read in more than one way' }
      : {
          holds: moved.length === 0,
          reading:
            moved.length === 0
              ? `every rank the same under ${compared[0]?.scores.length} ways to read answers`
              : list.join('; '),
        };
  return [{ key: 'parserRobust', said: facts.parserRobust, observed }];
};

/** D19: published intervals are not much narrower than those that count items of one image together. */
export const givenIntervals: Rule<'D19'> = ({ intervals }, measurements) => [
  { key: 'intervals', said: given(intervals), observed: widths(intervals ?? [], measurements) },
];

function widths(published: readonly GivenInterval[], measurements: Measurements): Observed {
  const result = joined(measurements, id);
  if (result === undefined) return notJoined(measurements, id);
  const scores = new Map(estimatesIn(result, /Score:/));
  if (scores.size === 0) return { missing: 'no score was measured' };
  if (published.length === 0)
    return { holds: undefined, reading: `${scores.size} scores have an interval` };
  const pairs = published.flatMap((one) => {
    const measured = scores.get(`${one.track}Score:${one.model}`);
    return measured ? [{ ...one, measured }] : [];
  });
  const narrow = pairs.filter(
    ({ lower, upper, measured }) => upper - lower < narrowest * width(measured),
  );
  const list = (narrow.length > 0 ? narrow : pairs).map(
    ({ model, track, lower, upper, measured }) =>
      `${model}, ${track}: published width ${pointsUnsigned(upper - lower)}, measured ${pointsUnsigned(width(measured))}`,
  );
  if (narrow.length > 0) return { holds: false, reading: list.join('; ') };
  if (pairs.length < published.length)
    return {
      holds: undefined,
      reading: `${pairs.length} of ${published.length} published intervals have a measured counterpart`,
    };
  return { holds: true, reading: list.join('; ') };
}

function width({ interval }: Estimate): number {
  return interval.upper - interval.lower;
}

interface SubgroupScore {
  readonly model: string;
  readonly subset: string;
  /** Scores with the same are compared with one another. */
  readonly group: string;
  readonly score: Estimate;
}

/** D23: subgroups score alike. Two intervals that lie apart refute it; that none do proves nothing. */
export const subgroupScores: Rule<'D23'> = (facts, measurements) => {
  const result = joined(measurements, id);
  const scores = (result?.tables ?? []).flatMap(({ rows }) => rows.flatMap(subgroupScore));
  const observed: Observed =
    result === undefined
      ? notJoined(measurements, id)
      : scores.length < 2
        ? { missing: 'no two subgroups were scored' }
        : apart(scores);
  return [{ key: 'evenPerformance', said: facts.evenPerformance, observed }];
};

/** A row of small-subsets' scores, as "closed, modality CT". */
function subgroupScore(row: Readonly<Record<string, Cell>>): SubgroupScore[] {
  const { subset, model, score } = row;
  if (typeof subset !== 'string' || typeof model !== 'string') return [];
  const estimate = typeof score === 'object' && score?.kind === 'estimate' ? score : undefined;
  const column = /^(\w+, \S+) ./.exec(subset)?.[1];
  if (estimate === undefined || column === undefined) return [];
  return [{ model, subset, group: `${model}: ${column}`, score: estimate }];
}

/** The two subgroups that lie furthest apart, of one model and column. */
function apart(scores: readonly SubgroupScore[]): Observed {
  let gap = 0;
  let reading = `no interval of ${scores.length} subgroup scores lies apart from another of its column`;
  for (const low of scores) {
    for (const high of scores) {
      const distance = high.score.interval.lower - low.score.interval.upper;
      if (high.group !== low.group || distance <= gap) continue;
      gap = distance;
      reading = `${high.model}: ${subgroupText(high)} against ${subgroupText(low)}`;
    }
  }
  return { holds: gap > 0 ? false : undefined, reading };
}

function subgroupText({ subset, score }: SubgroupScore): string {
  return `${percent(score.value)} on ${subset} (n = ${score.n}, ${percentBounds(score.interval)})`;
}
