import { counted } from '../../audit/wording.ts';
import type { Measurements } from '../measurements.ts';
import { countIn, joined, notJoined, type Observed, type Rule } from './rule.ts';

const id = 'image-reuse';

/** D04: train and test come from different sources. Data sets that both name, and pictures in both, refute it. */
export const separateSources: Rule<'D04'> = (facts, measurements) => {
  const named = countIn(joined(measurements, 'pipeline-kinship'), 'sharedSources');
  const pictures = sharedContent(measurements);
  const observed: Observed =
    named && named.value > 0
      ? { holds: false, reading: `${counted(named.value, 'source data set')} in test and train` }
      : pictures;
  return [{ key: 'separateSources', said: facts.separateSources, observed }];
};

/** D07: nothing is in both splits at the level of the split. A picture in both is also a patient in both. */
export const splitLevel: Rule<'D07'> = (facts, measurements) => {
  const { splitLevel: level = 'patient', disjoint } = facts;
  return [{ key: 'disjoint', said: disjoint, observed: sharedAt(level, measurements) }];
};

/** D08: test is of another place than train. A picture or patient in both refutes it; nothing can prove it. */
export const externalTest: Rule<'D08'> = (facts, measurements) => {
  const observed = sharedContent(measurements);
  return [{ key: 'external', said: facts.external, observed }];
};

/** Pictures, patients and exams in both splits; that none is found proves no difference of origin. */
function sharedContent(measurements: Measurements): Observed {
  const observed = sharedAt('patient', measurements);
  return 'missing' in observed || observed.holds === false
    ? observed
    : { ...observed, holds: undefined };
}

const idsAt = {
  patient: { measure: 'sharedPatients', noun: 'patient' },
  exam: { measure: 'sharedExams', noun: 'exam' },
} as const;

function sharedAt(
  level: 'patient' | 'exam' | 'image' | 'item',
  measurements: Measurements,
): Observed {
  const result = joined(measurements, id);
  if (result === undefined) return notJoined(measurements, id);
  if (measurements.trainItems === 0)
    return { missing: 'there is no training split to compare with' };
  const media = countIn(result, 'reusedMedia');
  const open = countIn(result, 'candidateMedia')?.value ?? 0;
  const ids = level === 'patient' || level === 'exam' ? idsAt[level] : undefined;
  const shared = ids && countIn(result, ids.measure);
  const readings = [
    ...(ids && shared ? [`${counted(shared.value, ids.noun)} in both splits`] : []),
    ...(ids && !shared ? [`no item names its ${ids.noun}`] : []),
    ...(media ? [`${media.value} of ${media.of ?? '?'} test media in train`] : []),
    ...(open > 0 ? [`${open} more can’t be decided`] : []),
  ];
  const found = (shared?.value ?? 0) + (media?.value ?? 0);
  const sure = media !== undefined && open === 0 && (ids === undefined || shared !== undefined);
  return { holds: found > 0 ? false : sure || undefined, reading: readings.join('; ') };
}
