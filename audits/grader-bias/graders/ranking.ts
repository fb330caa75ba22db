import type { Cell, Estimate, EvidenceTable, Unavailable } from '../../../src/audit/audit.ts';
import { counted } from '../../../src/audit/wording.ts';
import { deriveSeed, type EstimateOptions } from '../../../src/statistics/index.ts';
import { fewerResamples, mostForMany } from '../options.ts';
import type { JudgmentKind, Question } from '../question.ts';
import type { Relations } from '../relations.ts';
import { placesOf } from './candidate-places.ts';
import type { CandidateScores, ScoreCell } from './candidate-scores.ts';
import { type PanelMean, panelMean } from './panel-mean.ts';
import { onSameItems } from './same-items.ts';

/** A candidate's place under every grader, under all of them, and without each family (vendor) of graders. */
export interface CandidateRank {
  readonly kind: JudgmentKind;
  readonly candidate: string;
  /** Graders that judged every candidate. */
  readonly graders: number;
  /** Whether all candidates were judged on the same items; else none has a rank. */
  readonly onSameItems: boolean;
  /** Mean over the graders that judged every candidate, each weighing the same. */
  readonly mean: Estimate | Unavailable;
  /** Place by that mean, 1 for the best; equal means share the better place. */
  readonly rank: number | undefined;
  /** Places that resamples of the items give it. */
  readonly rankInterval: readonly [best: number, worst: number] | undefined;
  /** Best and worst place under the graders that judged every candidate. */
  readonly rankRange: readonly [best: number, worst: number] | undefined;
  readonly by: Relations['by'];
  /** The mean with one family (vendor) of graders left out, family by family. */
  readonly without: readonly { readonly family: string; readonly mean: Estimate | Unavailable }[];
}

/** Ranks of all candidates in one table of scores or comparisons, the best first. */
export function candidateRanks(scores: CandidateScores, question: Question): CandidateRank[] {
  const { kind, candidates } = scores;
  const panel = completeGraders(scores, question);
  const { level, resamples } = question.options;
  const seed = deriveSeed(question.seed, `grader-bias/ranking/${kind}`);
  const names = candidates.map((candidate) => question.judgments.candidates[candidate]!);
  const of = kind === 'scores' ? 'mean score' : 'share of comparisons won';
  const titles = names.map((name) => `${name}: ${of}, ${counted(panel.length, 'grader')}`);
  const means = names.map((_, place) =>
    meanOf(titles[place]!, panel, place, scores, question, { level, resamples, seed }),
  );
  const isSame = onSameItems(
    names.map((_, place) => panel.map(({ cells }) => cells[place]!)),
    scores.units,
  );
  const under = panel.map(({ cells }) => cells.map(({ estimate }) => estimate.value));
  const places = isSame ? placesOf(means, under, level) : undefined;
  return names
    .map((candidate, place) => ({
      kind,
      candidate,
      graders: panel.length,
      onSameItems: isSame,
      mean: means[place]?.estimate ?? noMean(titles[place]!, panel),
      rank: places?.ranks[place],
      rankInterval: places?.intervals?.[place],
      rankRange: places?.ranges[place],
      by: question.relations.by,
      without: withoutFamilies(candidate, place, panel, scores, question),
    }))
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
}

/** A grader that judged every candidate. */
interface CompleteGrader {
  readonly family: string | undefined;
  /** By place of the candidate. */
  readonly cells: readonly ScoreCell[];
}

function completeGraders(
  { graders, cells }: CandidateScores,
  { relations }: Question,
): CompleteGrader[] {
  return graders.flatMap((grader, row) => {
    const known = cells[row]!.filter((cell) => cell !== undefined);
    const isComplete = known.length === cells[row]!.length;
    return isComplete ? [{ family: relations.graderFamilies[grader], cells: known }] : [];
  });
}

function meanOf(
  title: string,
  panel: readonly CompleteGrader[],
  place: number,
  scores: CandidateScores,
  question: Question,
  settings: Required<EstimateOptions>,
): PanelMean | undefined {
  if (panel.length === 0) return undefined;
  const cells = panel.map((grader) => grader.cells[place]!);
  return panelMean(title, cells, scores, question, settings);
}

function noMean(title: string, panel: readonly CompleteGrader[]): Unavailable {
  const reason =
    panel.length === 0
      ? 'no grader is left that judged every candidate'
      : 'all answers lie in one cluster';
  return { kind: 'unavailable', title, reason };
}

function withoutFamilies(
  candidate: string,
  place: number,
  panel: readonly CompleteGrader[],
  scores: CandidateScores,
  question: Question,
): CandidateRank['without'] {
  const { level } = question.options;
  const settings = {
    level,
    resamples: fewerResamples(question.options),
    seed: deriveSeed(question.seed, `grader-bias/without/${scores.kind}`),
  };
  const families = [...new Set(panel.flatMap(({ family }) => family ?? []))];
  return families.map((family) => {
    const rest = panel.filter((grader) => grader.family !== family);
    const title = `${candidate}: mean without graders of ${question.relations.by} ${family}`;
    const mean = meanOf(title, rest, place, scores, question, settings);
    return { family, mean: mean?.estimate ?? noMean(title, rest) };
  });
}

/** How far the ranking depends on who grades; of at least one candidate. */
export function rankingTable(ranks: readonly CandidateRank[]): EvidenceTable {
  const families = [
    ...new Set(ranks.flatMap(({ without }) => without.map(({ family }) => family))),
  ];
  const { kind, graders, by, onSameItems: isSame } = ranks[0]!;
  return {
    title: `Ranking by ${kind === 'pairs' ? 'comparisons won' : 'score'}, and how far it depends on the graders`,
    columns: [
      { key: 'candidate', title: 'Candidate' },
      { key: 'mean', title: `Mean over ${counted(graders, 'grader')}` },
      { key: 'rank', title: 'Rank' },
      { key: 'rankInterval', title: 'Rank, over resamples' },
      { key: 'rankRange', title: `Rank, over ${counted(graders, 'grader')}` },
      ...families.map((family) => ({
        key: `without:${family}`,
        title: `Without ${family} graders`,
      })),
    ],
    rows: ranks.map(({ candidate, mean, rank, rankInterval, rankRange, without }) => ({
      candidate,
      mean,
      rank: rank ?? null,
      rankInterval: spread(rankInterval),
      rankRange: spread(rankRange),
      ...Object.fromEntries(
        without.map(({ family, mean: rest }): [string, Cell] => [`without:${family}`, rest]),
      ),
    })),
    note: `${isSame ? '' : 'The candidates were judged on different items, so that their means are not comparable and none has a rank. '}The mean gives each grader that judged every candidate the same weight. Rank over resamples: percentiles when whole items are drawn anew; over graders: best and worst under any one. Without a ${by}: at most ${mostForMany} resamples. Shares of comparisons won depend on whom a candidate was compared with.`,
  };
}

function spread(range: readonly [number, number] | undefined): string | null {
  if (range === undefined) return null;
  return range[0] === range[1] ? String(range[0]) : `${range[0]} to ${range[1]}`;
}
