import type { AssessedPair, Counterpart } from './counterparts.ts';
import type { Bond } from './options.ts';

/** Something that train and test share although nothing declared explains it. */
export interface Contradiction {
  readonly kind: 'contradicted-independence' | 'unexplained-overlap';
  readonly severity: 'defect' | 'suspect';
  /** "Train and test are declared to come from different source data sets". */
  readonly declared: string;
  readonly counterpart: Counterpart;
}

/**
 * What train and test share against what is declared of them.
 *
 * Shared media refute different sources. Shared patients may be two numberings that coincide, equal
 * questions two authors of one mind: these are suspects, and so is an overlap of splits that
 * nothing declared links.
 */
export function contradictionsIn(pairs: readonly AssessedPair[]): Contradiction[] {
  const splits = pairs.find(({ first, second }) => first === 'train' && second === 'test')!;
  const isApart = (bond: Bond): boolean =>
    splits.ties.some((tie) => tie.bond === bond && tie.state === 'apart');
  return splits.counterparts
    .filter(({ state }) => state === 'exceeds')
    .flatMap((counterpart): Contradiction[] => {
      const ofMedia = counterpart.audit === 'image-reuse';
      if (isApart(ofMedia ? 'sources' : 'pipeline')) {
        const what = ofMedia ? 'source data sets' : 'pipelines';
        return [
          {
            kind: 'contradicted-independence',
            severity: ofMedia && counterpart.proves ? 'defect' : 'suspect',
            declared: `Train and test are declared to come from different ${what}`,
            counterpart,
          },
        ];
      }
      if (splits.standing === 'linked') return [];
      const declared = 'Nothing that is declared links train and test';
      return [{ kind: 'unexplained-overlap', severity: 'suspect', declared, counterpart }];
    });
}
