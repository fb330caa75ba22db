import { percent, pointsUnsigned, uncapitalised } from '../../src/audit/wording.ts';
import type { ProvenancePart } from '../../src/benchmark/provenance-config.ts';
import { type Assessment, linkedPairs, unknownPairs } from './assessment.ts';
import { type AssessedPair, auditsFor, type Counterpart } from './counterparts.ts';
import type { Bond } from './options.ts';
import { judgingParts, type Pair } from './pairs.ts';

const bondNouns: Readonly<Record<Bond, readonly [one: string, many: string]>> = {
  team: ['team', 'teams'],
  vendor: ['vendor', 'vendors'],
  pipeline: ['pipeline', 'pipelines'],
  sources: ['source data set', 'source data sets'],
  family: ['model family', 'model families'],
};

/** "vendor alibaba and model family qwen". */
export function sharedText({ ties }: Pick<Pair, 'ties'>): string {
  const parts = ties
    .filter(({ state }) => state === 'shared')
    .map(({ bond, shared }) => {
      const noun = bondNouns[bond][shared.length > 1 ? 1 : 0];
      return shared.length > 3 ? `${shared.length} ${noun}` : `${noun} ${andList(shared)}`;
    });
  return andList(parts);
}

/** One sentence that can be quoted: who made what, and whether it shows. */
export function statementOf(assessment: Assessment): string {
  const { pairs, verdict, contradictions } = assessment;
  if (verdict === 'not-applicable') return nothingDeclared;
  const linked = linkedPairs(pairs);
  const clauses = [
    ...candidateLinks(linked),
    ...linked
      .filter(({ second }) => second !== 'candidate')
      .map((pair) => `${pair.first} and ${pair.second} share ${sharedText(pair)}`),
    ...new Set(contradictions.map(({ declared }) => uncapitalised(declared))),
    ...independence(assessment),
    ...unknowns(pairs),
    ...readings(assessment),
  ];
  return `${capitalised(clauses.join('; '))}.`;
}

const nothingDeclared =
  'Nothing says who made train, test, references and graders, and no kinship with the candidate shows in names; write it under "provenance" in the config.';

/** Parts that share the same with the candidate, together. */
function candidateLinks(linked: readonly AssessedPair[]): string[] {
  const byTie = new Map<string, ProvenancePart[]>();
  for (const pair of linked.filter(({ second }) => second === 'candidate')) {
    const tie = sharedText(pair);
    byTie.set(tie, [...(byTie.get(tie) ?? []), pair.first]);
  }
  return [...byTie].map(
    ([tie, parts]) => `${andList(parts)} ${sharing(parts)} ${tie} with the candidate`,
  );
}

const sharing = ([only, ...others]: readonly ProvenancePart[]): string =>
  others.length === 0 && only === 'test' ? 'shares' : 'share';

/** Said only where all that judges the candidate is known to be of others. */
function independence({ pairs }: Assessment): string[] {
  const judging = pairs.filter(({ first, second }) =>
    judgingParts.some((part) => part === first && second === 'candidate'),
  );
  const present = judging.filter(({ standing }) => standing !== 'absent');
  const isIndependent = present.every(({ standing }) => standing === 'independent');
  if (present.length === 0 || !isIndependent) return [];
  return [`${andList(present.map(({ first }) => first))} were made by others than the candidate`];
}

function unknowns(pairs: readonly AssessedPair[]): string[] {
  const parts = unknownPairs(pairs).map(({ first }) => first);
  if (parts.length === 0) return [];
  return [
    `it is not known whether ${andList(parts)} ${parts.length === 1 && parts[0] === 'test' ? 'is' : 'are'} independent of the candidate`,
  ];
}

/** What was measured of the links, and which of them nobody measured. */
function readings({ pairs, contradictions }: Assessment): string[] {
  const linked = linkedPairs(pairs);
  const told = [
    ...linked.flatMap(({ counterparts }) => counterparts),
    ...contradictions.map(({ counterpart }) => counterpart),
  ];
  // What is above its limit says enough; where nothing is, all of it counts.
  const above = told.filter(({ state }) => state === 'exceeds');
  const texts = [...new Set((above.length > 0 ? above : told).map(({ reading }) => reading))];
  const silent = linked
    .filter(({ counterparts }) => counterparts.length === 0)
    .map(({ first, second }) => `${first} with ${second}`);
  return [
    ...(texts.length > 0 ? [`measured: ${andList(texts)}`] : []),
    ...(silent.length > 0 ? [`not measured: what kinship of ${andList(silent)} does`] : []),
  ];
}

/** What would make it pass. */
export function remedyOf({ pairs, verdict, contradictions }: Assessment): string | undefined {
  if (verdict !== 'fail' && verdict !== 'inconclusive') return undefined;
  const linked = linkedPairs(pairs);
  const exceeding = uniqueBy([
    ...linked.flatMap(({ counterparts }) =>
      counterparts.filter(({ state }) => state === 'exceeds'),
    ),
    ...contradictions.map(({ counterpart }) => counterpart),
  ]);
  const open = linked.filter(({ effect }) => effect === 'open');
  const unknown = unknownPairs(pairs).map(({ first }) => first);
  const steps = [
    ...exceeding.map(lowerTo),
    ...openSteps(open),
    ...(unknown.length > 0
      ? [
          `say under "provenance" which teams or vendors, and which models if any, made ${andList([...unknown, 'candidate'])}`,
        ]
      : []),
  ];
  return `${capitalised([...new Set(steps)].join('; '))}.`;
}

/** Links whose effect is open: another maker, or a measurement. */
function openSteps(open: readonly AssessedPair[]): string[] {
  if (open.length === 0) return [];
  const parts = [...new Set(open.map(partToChange))];
  const audits = [...new Set(open.flatMap(auditsFor))];
  return [
    `have ${andList(parts)} made by others, or ${andList(audits)} measure what their kinship does, all within its limits`,
  ];
}

function uniqueBy(counterparts: readonly Counterpart[]): Counterpart[] {
  return counterparts.filter(
    (one, position) =>
      counterparts.findIndex(({ reading }) => reading === one.reading) === position,
  );
}

/** "bring “Test questions found verbatim in train” from 64.3% to 5% at most". */
function lowerTo({ measure, limit }: Counterpart): string {
  if (measure.kind === 'count')
    return `bring “${measure.title}” from ${measure.value} to ${limit} at most`;
  const shown = measure.unit === 'points' ? pointsUnsigned : percent;
  return `bring “${measure.title}” from ${shown(measure.value)} to ${shown(limit)} at most, its interval included`;
}

/** What it would take that two parts are no longer kin. */
export function breakText(pair: Pick<Pair, 'first' | 'second' | 'ties' | 'standing'>): string {
  const { first, second, standing } = pair;
  if (standing === 'absent') return 'one of the two does not exist here';
  if (standing === 'independent') return 'nothing: they are independent';
  if (standing === 'unknown')
    return `say under "provenance" who and what made ${first} and ${second}`;
  const verb = verbs[partToChange(pair)];
  return `${verb} without ${sharedText(pair)}`;
}

/** Of two parts the one that somebody else could make. */
function partToChange({ first, second }: Pick<Pair, 'first' | 'second'>): ProvenancePart {
  if (first === 'references' && second === 'graders') return 'graders';
  return second === 'candidate' || second === 'graders' ? first : second;
}

const verbs: Readonly<Record<ProvenancePart, string>> = {
  train: 'a training split made',
  test: 'a test split made',
  references: 'references written',
  graders: 'graders chosen',
  candidate: 'a candidate made',
  baseline: 'a baseline made',
};

/** "a, b and c". */
export function andList(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
