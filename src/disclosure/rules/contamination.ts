import type { AuditResult } from '../../audit/audit.ts';
import { percent } from '../../audit/wording.ts';
import type { Measurements } from '../measurements.ts';
import { countIn, estimatesIn, joined, notJoined, type Observed, type Rule } from './rule.ts';

/** D31: no test picture or whole row is in train. What models saw elsewhere can't be seen here. */
export const contamination: Rule<'D31'> = (facts, measurements) => [
  { key: 'noContamination', said: facts.noContamination, observed: inTrain(measurements) },
];

function inTrain(measurements: Measurements): Observed {
  if (measurements.trainItems === 0)
    return { missing: 'there is no training split to compare with' };
  const pictures = joined(measurements, 'image-reuse');
  const texts = joined(measurements, 'template-leakage');
  if (pictures === undefined && texts === undefined) return notJoined(measurements, 'image-reuse');
  const found = [countIn(pictures, 'reusedMedia'), countIn(texts, 'identicalRows')];
  const isFound = found.some((count) => count !== undefined && count.value > 0);
  const open = countIn(pictures, 'candidateMedia')?.value ?? 0;
  const isComplete = found.every((count) => count !== undefined) && open === 0;
  return {
    holds: isFound ? false : isComplete || undefined,
    reading: readings(pictures, texts).join('; '),
  };
}

/** Questions in train are told too; that the same is asked there is no contamination by itself. */
function readings(pictures: AuditResult | undefined, texts: AuditResult | undefined): string[] {
  const media = countIn(pictures, 'reusedMedia');
  const rows = countIn(texts, 'identicalRows');
  const [verbatim] = estimatesIn(texts, /^verbatimShare$/);
  return [
    ...(media ? [`${media.value} of ${media.of ?? '?'} test media in train`] : []),
    ...(rows ? [`${rows.value} of ${rows.of ?? '?'} test rows whole in train`] : []),
    ...(verbatim ? [`${percent(verbatim[1].value)} of ${verbatim[1].n} questions in train`] : []),
  ];
}
