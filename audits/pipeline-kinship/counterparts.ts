import type { AuditContext, AuditResult, Count, Estimate } from '../../src/audit/audit.ts';
import { percent, percentBounds, points } from '../../src/audit/wording.ts';
import type { Pair } from './pairs.ts';

/** What another audit measured of the effect that kinship of two parts can have. */
export interface Counterpart {
  readonly audit: string;
  readonly measure: Estimate | Count;
  /** The largest value that the other audit allows. */
  readonly limit: number;
  /** `exceeds`: surely above the limit; `open`: on both sides of it, or not measured. */
  readonly state: 'exceeds' | 'within' | 'open';
  /** Whether what exceeds the limit is the same thing in both parts, rather than alike. */
  readonly proves?: boolean;
  /** For a sentence: "64.3% of test questions recur verbatim in train (95% interval …; 5% allowed)". */
  readonly reading: string;
}

/** The effect of a pair's kinship, by all that was measured. */
export type Effect = 'exceeds' | 'within' | 'open';

/** A pair with what was measured of it. */
export interface AssessedPair extends Pair {
  readonly counterparts: readonly Counterpart[];
  readonly effect: Effect;
}

type ResultOf = NonNullable<AuditContext['resultOf']>;

/** The audits whose results are joined. */
export const joinedAudits = ['template-leakage', 'image-reuse', 'grader-bias'] as const;

/** What is measured of a pair; nothing where no audit measures it. */
export function counterpartsOf(
  { first, second }: Pick<Pair, 'first' | 'second'>,
  candidateNames: readonly string[],
  resultOf: ResultOf,
): Counterpart[] {
  switch (`${first}+${second}`) {
    case 'train+test':
    case 'test+candidate':
      return [...questionOverlap(resultOf), ...mediaOverlap(resultOf)];
    case 'train+references':
      return answerOverlap(resultOf);
    case 'references+graders':
    case 'references+candidate':
      return referenceAuthor(resultOf);
    case 'graders+candidate':
      return favourForCandidate(candidateNames, resultOf);
    default:
      return [];
  }
}

/** The audits that can measure a pair. */
export function auditsFor({ first, second }: Pick<Pair, 'first' | 'second'>): readonly string[] {
  const [questions, media, graders] = joinedAudits;
  if (second === 'graders' || (second === 'candidate' && first !== 'test')) return [graders];
  return second === 'references' ? [questions] : [questions, media];
}

/** One that exceeds is enough; all must lie within. */
export function effectOf(counterparts: readonly Counterpart[]): Effect {
  if (counterparts.some(({ state }) => state === 'exceeds')) return 'exceeds';
  return counterparts.length > 0 && counterparts.every(({ state }) => state === 'within')
    ? 'within'
    : 'open';
}

function questionOverlap(resultOf: ResultOf): Counterpart[] {
  return shareOf(resultOf, 'verbatimShare', 'of test questions recur verbatim in train');
}

function answerOverlap(resultOf: ResultOf): Counterpart[] {
  const what = 'of test rows have their question with their answer in train';
  return shareOf(resultOf, 'answeredShare', what);
}

function shareOf(resultOf: ResultOf, name: string, what: string): Counterpart[] {
  const result = usable(resultOf('template-leakage'));
  const limit = Number(result?.options.maxVerbatimShare);
  const measure = result?.measures[name];
  if (result === undefined || measure?.kind !== 'estimate') return [];
  const { value, interval } = measure;
  return [
    {
      ...{ audit: result.id, measure, limit, state: stateOf(measure, limit) },
      reading: `${percent(value)} ${what} (${percentBounds(interval)}; ${percent(limit)} allowed)`,
    },
  ];
}

/** Media and patients in both splits; undecided pairs leave the media open. */
function mediaOverlap(resultOf: ResultOf): Counterpart[] {
  const result = usable(resultOf('image-reuse'));
  if (result === undefined) return [];
  const { measures, options, verdict } = result;
  const told = (
    name: string,
    allowed: string,
    [one, many]: readonly [string, string],
  ): Counterpart[] => {
    const measure = measures[name];
    if (measure?.kind !== 'count') return [];
    const { value, of } = measure;
    const limit = Number(options[allowed]);
    const isOpen = name === 'reusedMedia' && verdict === 'inconclusive';
    const within = isOpen ? 'open' : 'within';
    return [
      {
        ...{ audit: result.id, measure, limit, state: value > limit ? 'exceeds' : within },
        proves: name === 'reusedMedia',
        reading: `${value}${of === undefined ? '' : ` of ${of}`} ${value === 1 ? one : many} (${limit} allowed)`,
      },
    ];
  };
  return [
    ...told('reusedMedia', 'maxReusedMedia', ['test media is in train', 'test media are in train']),
    ...told('sharedPatients', 'maxSharedPatients', [
      'patient is in both splits',
      'patients are in both splits',
    ]),
  ];
}

function referenceAuthor(resultOf: ResultOf): Counterpart[] {
  const result = usable(resultOf('grader-bias'));
  const measure = result?.measures.scoresReference;
  if (result === undefined || measure?.kind !== 'estimate') return [];
  const limit = Number(result.options.maxFavour);
  const what = 'from a grader that is kin to the references’ author';
  return [{ audit: result.id, limit, measure, ...favourOf(measure, limit, what) }];
}

/**
 * The graders' favour for the candidate's family, or for its very own answers; where only an average
 * over several families can be told, that. A favour counts only as far as grader-bias lets it
 * decide.
 */
function favourForCandidate(names: readonly string[], resultOf: ResultOf): Counterpart[] {
  const result = usable(resultOf('grader-bias'));
  if (result === undefined) return [];
  const all = Object.entries(result.measures).filter(([key]) => /^(scores|pairs)Favour:/.test(key));
  const own = all.filter(([key]) => {
    const term = key.slice(key.indexOf(':') + 1);
    return names.some((name) => term === `family/${name}` || term === `self/${name}`);
  });
  const pooled = all.filter(([key]) => /:(self|family|kin)$/.test(key));
  return (own.length > 0 ? own : pooled).flatMap(([key, measure]) => {
    if (measure.kind !== 'estimate') return [];
    const limit = Number(result.options[key.startsWith('scores') ? 'maxFavour' : 'maxPreference']);
    const where = key.startsWith('scores') ? 'of the scale' : 'of the pairs';
    const favour = favourOf(measure, limit, `${where} more from graders of its kind`);
    const decided = result.verdict === 'inconclusive' ? 'open' : favour.state;
    return [{ audit: result.id, measure, limit, ...favour, state: decided }];
  });
}

function favourOf(
  measure: Estimate,
  limit: number,
  what: string,
): Pick<Counterpart, 'state' | 'reading'> {
  const { value, interval } = measure;
  return {
    state: stateOf(measure, limit),
    reading: `${points(value)} ${what} (${percentBounds(interval)}; ${percent(limit)} allowed)`,
  };
}

function stateOf({ interval }: Estimate, limit: number): Counterpart['state'] {
  if (interval.lower > limit) return 'exceeds';
  return interval.upper <= limit ? 'within' : 'open';
}

/** A result that says something; whatever was not run or does not apply measured nothing. */
function usable(result: AuditResult | undefined): AuditResult | undefined {
  if (result === undefined) return undefined;
  return result.verdict === 'not-run' || result.verdict === 'not-applicable' ? undefined : result;
}
