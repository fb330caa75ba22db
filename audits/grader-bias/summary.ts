import { bounds, counted, percent, pointsUnsigned } from '../../src/audit/wording.ts';
import { unsignedInterval } from './favour/additive-model.ts';
import { type Decision, familyLevel, whatWouldTell } from './favour/decisions.ts';
import type { Favour } from './favour/favour.ts';
import type { FavourTerm } from './favour/favour-terms.ts';
import type { GoldAgreement } from './graders/gold-agreement.ts';
import type { GraderEvidence } from './graders/grader-evidence.ts';
import type { PositionEffect } from './graders/position.ts';
import type { CandidateRank } from './graders/ranking.ts';
import type { JudgmentKind, Question } from './question.ts';
import { gradeBounds, gradeText, scaleBounds, scaleWords, shareScale } from './scale.ts';

/** Favours that the summary tells beside the one that decided; the table has all. */
const toldBeside = 2;

/** The favour that decided, in the graders' own units, then what else was judged. */
export function favourSentence(decisions: readonly Decision[], question: Question): string {
  const [lead, ...others] = leading(decisions, question);
  const { favour, verdict, doubt } = lead!;
  const { judgments, options } = question;
  const { design, term, coefficient, estimate } = favour;
  const than =
    design === 'scores'
      ? `${comparison(term, question)} give them`
      : `${comparison(term, question)} do`;
  const level = percent(familyLevel(decisions.length, options));
  const widened =
    others.length > 0 ? `, even widened for ${decisions.length} favours (${level}),` : '';
  const allowed =
    design === 'scores' ? scaleWords(lead!.limit, judgments) : pointsUnsigned(lead!.limit);
  return [
    `${term.grader} ${verbs[design]} ${term.answers} ${amount(favour, question)} than ${than} (${percent(coefficient.interval.level)} interval ${range(favour, question)}; ${counted(estimate.n, 'item')}).`,
    `${allowed} are allowed: ${reasonOf(verdict, widened, doubt)}.`,
    ...(verdict === 'fail' && term.pools.length > 1
      ? [
          `Which of ${term.pools.join(' and ')} is partial can’t be told: ${whatWouldTell(options.kinBy)}.`,
        ]
      : []),
    ...beside(others, question),
  ].join(' ');
}

/** Among the worst the candidate's own family first. */
function leading(
  decisions: readonly Decision[],
  { evidence, relations, judgments }: Question,
): Decision[] {
  const worst = decisions[0]!.verdict;
  const own = new Set(
    evidence.benchmark.models
      .filter(({ role }) => role === 'candidate')
      .map(({ name }) => relations.candidateFamilies[judgments.candidates.indexOf(name)]),
  );
  const isOwn = ({ verdict, favour }: Decision): boolean =>
    verdict === worst && favour.term.pools.some((pool) => own.has(pool));
  return [...decisions.filter(isOwn), ...decisions.filter((one) => !isOwn(one))];
}

function reasonOf(
  verdict: Decision['verdict'],
  widened: string,
  doubt: string | undefined,
): string {
  if (doubt !== undefined) return `nothing is decided, since ${doubt}`;
  const reasons = {
    fail: 'lies beyond',
    pass: 'lies within',
    inconclusive: 'holds both less and more',
  };
  return `the interval${widened} ${reasons[verdict]}`;
}

function beside(others: readonly Decision[], question: Question): string[] {
  const told = others.slice(0, toldBeside).map(({ favour }) => {
    const { grader, answers } = favour.term;
    return `${grader} ${verbs[favour.design]} ${answers} ${amount(favour, question)} (${range(favour, question)})`;
  });
  if (told.length === 0) return [];
  const rest = others.length - told.length;
  return [`${told.join('. ')}${rest > 0 ? `; ${counted(rest, 'more favour')} in the table` : ''}.`];
}

/** Who else judged the same: by name where they are few. */
function comparison(term: FavourTerm, { graders, judgments, relations }: Question): string {
  if (term.pools.length > 1) return 'other graders';
  const candidates = judgments.candidates.map((_, candidate) => candidate);
  const others = graders.filter(
    (grader) =>
      !candidates.some((candidate) => term.holds(grader, candidate)) &&
      relations.of[grader]!.some((relation) => relation !== 'unknown'),
  );
  const names = others.map((grader) => judgments.graders[grader]!);
  return names.length > 0 && names.length <= 2
    ? `other graders (${names.join(' and ')})`
    : 'other graders';
}

const verbs: Readonly<Record<JudgmentKind, string>> = { scores: 'gives', pairs: 'prefers' };

/** "0.8 points of 10 more", "7.1 points more often". */
function amount({ design, coefficient: { value } }: Favour, { judgments }: Question): string {
  const more = value < 0 ? 'less' : 'more';
  if (design === 'scores') return `${scaleWords(Math.abs(value), judgments)} ${more}`;
  return `${pointsUnsigned(Math.abs(value))} ${more} often`;
}

/** Bounds of how much more, or of how much less. */
function range({ design, coefficient }: Favour, { judgments }: Question): string {
  const scale = design === 'scores' ? judgments : { scale: shareScale };
  return scaleBounds(unsignedInterval(coefficient), scale);
}

/** What a reader must know beside the favour: place, the score without kin graders, agreement with people. */
export function besideSentences(
  main: readonly Favour[],
  { positions, gold, ranks }: GraderEvidence,
  question: Question,
): string[] {
  return [
    ...ranks.flatMap((kind) => scoreWithoutKin(kind, question)),
    ...positionSentence(main, positions),
    ...goldSentence(gold),
    ...leftOutSentence(question),
    ...strangeNames(question),
  ];
}

/** Graders that count as others under a second name. */
function leftOutSentence({ duplicates, judgments: { graders } }: Question): string[] {
  return duplicates.map(
    ({ grader, sameAs, shared }) =>
      `${graders[grader]} is left out: it equals ${graders[sameAs]} in all ${counted(shared, 'judgment')} of the same.`,
  );
}

/** Names under "kin" that nobody here has: perhaps misspelt, so that they change nothing. */
function strangeNames({ kinship, judgments, evidence }: Question): string[] {
  const known = new Set([
    ...judgments.graders,
    ...judgments.candidates,
    ...kinship.references,
    ...kinship.data,
    ...Object.keys(judgments.open ?? {}),
    ...evidence.benchmark.models.map(({ name }) => name),
  ]);
  const strange = Object.keys(kinship.models).filter((name) => !known.has(name));
  return strange.length === 0
    ? []
    : [`"kin" tells of nobody in these judgments: ${strange.join(', ')}.`];
}

/** Whether place could make the preference, in the same breath. */
function positionSentence(main: readonly Favour[], positions: readonly PositionEffect[]): string[] {
  const read = positions.filter(
    ({ pairs, single, orderUnknown }) => pairs + single + orderUnknown > 0,
  );
  const both = read.filter(({ pairs }) => pairs > 0);
  if (read.length === 0) return [];
  if (both.length === 0) {
    return read.some(({ single }) => single > 0)
      ? ['Pairs were shown in one order, so that a taste for a place can’t be told.']
      : [
          'The order in which pairs were shown is not known, so that a taste for a place can’t be told.',
        ];
  }
  const partial = both.filter(({ holmPValue }) => holmPValue !== undefined && holmPValue < 0.05);
  const shares = both.flatMap(({ consistency }) =>
    consistency.kind === 'estimate' ? [consistency.value] : [],
  );
  const who =
    partial.length === 0
      ? 'none shows a preference for the first place or the second'
      : `${counted(partial.length, 'grader')} of ${both.length} prefer a place`;
  return [
    `With the answers swapped, graders say the same of ${spread(shares)} of the pairs, and ${who}${explained(main, both)}.`,
  ];
}

function explained(main: readonly Favour[], both: readonly PositionEffect[]): string {
  if (!main.some(({ design }) => design === 'pairs')) return '';
  const most = both.flatMap(({ kin: { favour } }) =>
    favour.kind === 'estimate'
      ? [Math.max(Math.abs(favour.interval.lower), Math.abs(favour.interval.upper))]
      : [],
  );
  if (most.length < both.length) return '';
  return `; place explains at most ${pointsUnsigned(Math.max(...most))} of a preference for kin`;
}

/** What candidates get with the graders of their family, and without. */
function scoreWithoutKin(
  ranks: readonly CandidateRank[],
  { evidence, judgments, relations }: Question,
): string[] {
  const declared = evidence.benchmark.models
    .filter(({ role }) => role === 'candidate')
    .map(({ name }) => name);
  const told =
    declared.length > 0 ? ranks.filter((one) => declared.includes(one.candidate)) : ranks;
  return told
    .flatMap(({ candidate, mean, without, kind, graders }) => {
      const family = relations.candidateFamilies[judgments.candidates.indexOf(candidate)];
      const rest = without.find((one) => one.family === family)?.mean;
      if (mean.kind !== 'estimate' || rest?.kind !== 'estimate') return [];
      if (kind === 'pairs') {
        return [
          `${candidate} wins ${percent(mean.value)} of its pairs by ${counted(graders, 'grader')} and ${percent(rest.value)} without those of its ${relations.by} (${bounds(rest.interval)}).`,
        ];
      }
      return [
        `${candidate} is given ${gradeText(mean.value, judgments)} by ${counted(graders, 'grader')} and ${gradeText(rest.value, judgments)} without those of its ${relations.by} (${percent(rest.interval.level)} interval ${gradeBounds(rest.interval, judgments)}).`,
      ];
    })
    .slice(0, toldBeside);
}

function goldSentence(gold: readonly GoldAgreement[]): string[] {
  const overall = gold.filter(({ subset }) => subset === undefined);
  const [first] = overall;
  if (first === undefined) return [];
  const sorted = [...overall].sort((a, b) => b.agreement.value - a.agreement.value);
  const [best, worst] = [sorted[0]!, sorted.at(-1)!];
  if (sorted.length === 1) {
    return [
      `${best.grader} agrees with the label on ${percent(best.agreement.value)} of the labelled judgments (${bounds(best.agreement.interval)}).`,
    ];
  }
  return [
    `${best.grader} agrees with the label most often, in ${percent(best.agreement.value)} of the labelled judgments (${bounds(best.agreement.interval)}), and ${worst.grader} least often, in ${percent(worst.agreement.value)} (${bounds(worst.agreement.interval)}).`,
  ];
}

function spread(shares: readonly number[]): string {
  const [least, most] = [percent(Math.min(...shares)), percent(Math.max(...shares))];
  return least === most ? least : `${least} to ${most}`;
}
