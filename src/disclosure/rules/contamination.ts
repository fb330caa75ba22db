import { percent } from '../../audit/wording.ts';
import { countIn, estimatesIn, joined, notJoined, type Observed, type Rule } from './rule.ts';

/** D31: no test picture or whole row is in train. What models saw elsewhere can't be seen here. */
export const contamination: Rule<'D31'> = (facts, measurements) => {
  const pictures = joined(measurements, 'image-reuse');
  const texts = joined(measurements, 'template-leakage');
  const media = measurements.trainItems > 0 ? countIn(pictures, 'reusedMedia') : undefined;
  const rows = countIn(texts, 'identicalRows');
  const [verbatim] = estimatesIn(texts, /^verbatimShare$/);
  const readings = [
    ...(media ? [`${media.value} of ${media.of ?? '?'} test media in train`] : []),
    ...(rows ? [`${rows.value} of ${rows.of ?? '?'} test rows whole in train`] : []),
    ...(verbatim ? [`${percent(verbatim[1].value)} of ${verbatim[1].n} questions in train`] : []),
  ];
  const found = (media?.value ?? 0) + (rows?.value ?? 0);
  const open = countIn(pictures, 'candidateMedia')?.value ?? 0;
  const isComplete = media !== undefined && rows !== undefined && open === 0;
  const observed: Observed =
    readings.length === 0
      ? notJoined(measurements, pictures ? 'template-leakage' : 'image-reuse')
      : { holds: found > 0 ? false : isComplete || undefined, reading: readings.join('; ') };
  return [{ key: 'noContamination', said: facts.noContamination, observed }];
};
