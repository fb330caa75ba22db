import type { AuditResult } from '../../audit/audit.ts';
import { counted } from '../../audit/wording.ts';
import type { SplitLevel } from '../facts.ts';
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

const idMeasures: Readonly<Partial<Record<SplitLevel, string>>> = {
  patient: 'sharedPatients',
  exam: 'sharedExams',
};

function sharedAt(level: SplitLevel, measurements: Measurements): Observed {
  const result = joined(measurements, id);
  if (result === undefined) return notJoined(measurements, id);
  if (measurements.trainItems === 0)
    return { missing: 'there is no training split to compare with' };
  const parts = [...idsInBoth(level, result), mediaInBoth(result)];
  const isFound = parts.some(({ holds }) => holds === false);
  const isSure = parts.every(({ holds }) => holds === true);
  return {
    holds: isFound ? false : isSure || undefined,
    reading: parts.map(({ reading }) => reading).join('; '),
  };
}

type Reading = Exclude<Observed, { readonly missing: string }>;

function idsInBoth(level: SplitLevel, result: AuditResult): Reading[] {
  const measure = idMeasures[level];
  if (measure === undefined) return [];
  const shared = countIn(result, measure);
  if (shared === undefined) return [{ holds: undefined, reading: `no item names its ${level}` }];
  const reading = `${counted(shared.value, level)} in both splits`;
  return [{ holds: shared.value === 0, reading }];
}

function mediaInBoth(result: AuditResult): Reading {
  const media = countIn(result, 'reusedMedia');
  if (media === undefined) return { holds: undefined, reading: 'media were not compared' };
  const open = countIn(result, 'candidateMedia')?.value ?? 0;
  const undecided = open > 0 ? `, ${open} more can’t be decided` : '';
  const reading = `${media.value} of ${media.of ?? '?'} test media in train${undecided}`;
  return { holds: media.value > 0 ? false : open === 0 || undefined, reading };
}
