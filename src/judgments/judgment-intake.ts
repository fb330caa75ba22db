import type { Ledger } from '../benchmark/ledger.ts';
import type { HumanLabels } from './human-labels.ts';
import type { JudgedItems } from './judged-items.ts';
import type { Judgments } from './judgments.ts';
import type { ItemReference, JudgmentsBuilder } from './judgments-builder.ts';
import type { KnownNames } from './known-names.ts';
import type { JudgmentRow, PairRow, ScoreRow, Unscored } from './readers/judgment-row.ts';
import type { SeenScores } from './seen-scores.ts';

/** Where rows go, and whose names they may hold. */
export interface IntakeParts {
  readonly items: JudgedItems;
  readonly candidates: KnownNames;
  readonly graders: KnownNames;
  readonly builder: JudgmentsBuilder;
  readonly labels: HumanLabels;
}

/** The file that a row comes from. */
export interface IntakeSource {
  readonly ledger: Ledger;
  readonly scale: Judgments['scale'];
  /** Whether people judged. */
  readonly labels: boolean;
  /** What the scores so far look like, and the labels. */
  readonly seen: { readonly scores: SeenScores; readonly labels: SeenScores };
}

const meanings: Readonly<Record<Unscored, string>> = {
  unparsed: 'no score or winner could be read',
  refused: 'the grader declined',
  failed: 'the grader gave no text',
  'out-of-range': 'the preference lies outside the scale',
};

/** Takes the rows of files of judgments into one table; the ledger says what becomes of each. */
export class JudgmentIntake {
  readonly #parts: IntakeParts;
  readonly #noted = new Set<string>();

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  add(row: JudgmentRow, source: IntakeSource): void {
    const { ledger } = source;
    const item = this.#parts.items.find(row.item);
    if ('reason' in item) {
      if (item.reason !== 'beyond-limit') ledger.unjoined++;
      ledger.drop(item.reason, row.line, item.detail);
      return;
    }
    const judgments = row.judgments.map((one) => this.#named(one, row.line, source));
    const trouble = troubleOf(judgments, source);
    if (trouble) {
      ledger.drop(trouble.reason, row.line, trouble.detail);
      return;
    }
    ledger.kept++;
    noteBrokenNames(judgments, row, ledger);
    for (const { reason, detail } of row.remarks ?? [])
      ledger.note(reason, 'kept', row.line, detail);
    for (const judgment of judgments) {
      if (!row.remarks?.length) noteUnscored(judgment, row.line, source);
      look(judgment, source);
      this.#take(judgment, item, row.line, source);
    }
    if (source.labels) return;
    for (const { candidate, text } of row.answers ?? [])
      this.#parts.builder.addAnswer(item, this.#parts.candidates.resolve(candidate), text);
  }

  /** The judgment with names as the config spells them. */
  #named(judgment: ScoreRow | PairRow, line: number, { ledger }: IntakeSource): ScoreRow | PairRow {
    const { candidates, graders } = this.#parts;
    const spelt = (name: string, what: 'grader' | 'candidate'): string => {
      const own = what === 'grader' ? graders.resolveOrLearn(name) : candidates.resolve(name);
      if (own !== name) this.#noteRenamed(name, `the ${what} "${own}"`, line, ledger);
      return own;
    };
    const grader = judgment.grader && spelt(judgment.grader, 'grader');
    if (judgment.kind === 'score')
      return { ...judgment, grader, candidate: spelt(judgment.candidate, 'candidate') };
    const [first, second] = [
      spelt(judgment.first, 'candidate'),
      spelt(judgment.second, 'candidate'),
    ];
    return { ...judgment, grader, first, second };
  }

  /** Once a name: two models may have become one. */
  #noteRenamed(name: string, as: string, line: number, ledger: Ledger): void {
    const detail = `"${name}" counts as ${as}`;
    if (this.#noted.has(detail)) return;
    this.#noted.add(detail);
    ledger.note('renamed', 'kept', line, detail);
  }

  #take(judgment: ScoreRow | PairRow, item: ItemReference, line: number, source: IntakeSource) {
    const value = valueIn(judgment, source.scale);
    if (!source.labels) this.#record(judgment, value, item, line, source);
    else if (typeof value !== 'number') source.ledger.unuse(value);
    else if (judgment.kind === 'score')
      this.#parts.labels.addScore(item.key, judgment.candidate, value);
    else this.#parts.labels.addPair(item.key, judgment.first, judgment.second, value);
  }

  #record(
    judgment: ScoreRow | PairRow,
    value: number | Unscored,
    item: ItemReference,
    line: number,
    source: IntakeSource,
  ): void {
    const { builder } = this.#parts;
    const isScored = typeof value === 'number';
    const gold = goldOf(judgment, line, source);
    const given = {
      grader: judgment.grader!,
      item,
      outcome: isScored ? ('scored' as const) : value,
      ...(gold !== undefined && { gold }),
      file: source.ledger.file,
      line,
    };
    if (judgment.kind === 'score') {
      const { candidate } = judgment;
      builder.addScore({ ...given, candidate, ...(isScored && { score: value }) });
    } else {
      const { first, second, orderKnown } = judgment;
      builder.addPair({
        ...given,
        first,
        second,
        orderKnown,
        ...(isScored && { preference: value }),
      });
    }
  }
}

function look(judgment: ScoreRow | PairRow, { seen, labels }: IntakeSource): void {
  if (judgment.kind === 'pair') return;
  const { score, gold } = judgment;
  if (typeof score === 'number') seen[labels ? 'labels' : 'scores'].add(score);
  if (gold !== undefined) seen.labels.add(gold);
}

/** Bytes that are no UTF-8 become replacement characters, and two names may become one. */
function noteBrokenNames(
  judgments: readonly (ScoreRow | PairRow)[],
  { item, line }: JudgmentRow,
  ledger: Ledger,
): void {
  const names = judgments.flatMap((one) => [
    one.grader,
    ...(one.kind === 'score' ? [one.candidate] : [one.first, one.second]),
  ]);
  const broken = [item.name, ...names].find((name) => name?.includes('\uFFFD'));
  if (broken === undefined) return;
  ledger.note('not-utf8', 'kept', line, `the name "${broken}" holds bytes that are no UTF-8`);
}

/** Says why a judgment holds no score; a reader that knows more has said it already. */
function noteUnscored(judgment: ScoreRow | PairRow, line: number, { ledger, scale }: IntakeSource) {
  const value = valueIn(judgment, scale);
  if (typeof value === 'number') return;
  const { lower, upper } = scale;
  const detail =
    judgment.kind === 'score' && typeof judgment.score === 'number'
      ? `the score ${judgment.score} lies outside ${lower} to ${upper}; name the ends under "scale" if they are others`
      : meanings[value];
  ledger.note(value, 'kept', line, detail);
}

/** Why a row can't be kept. */
function troubleOf(
  judgments: readonly (ScoreRow | PairRow)[],
  { labels }: IntakeSource,
): { reason: string; detail: string } | undefined {
  if (!labels && judgments.some(({ grader }) => grader === undefined))
    return {
      reason: 'no-grader',
      detail: 'the row names no grader; say who judged under "grader" of this file in the config',
    };
  const same = judgments.find((one) => one.kind === 'pair' && one.first === one.second);
  return same?.kind === 'pair'
    ? { reason: 'same-candidate', detail: `"${same.first}" stands beside itself` }
    : undefined;
}

/** A preference, a score as a share of its scale, or why there is neither. */
function valueIn(
  judgment: ScoreRow | PairRow,
  { lower, upper }: Judgments['scale'],
): number | Unscored {
  if (judgment.kind === 'pair' || typeof judgment.score !== 'number')
    return judgment.kind === 'pair' ? judgment.preference : judgment.score;
  const share = (judgment.score - lower) / (upper - lower);
  return share < 0 || share > 1 ? 'out-of-range' : share;
}

/** What people said, in the units of the table. */
function goldOf(
  judgment: ScoreRow | PairRow,
  line: number,
  { ledger, scale }: IntakeSource,
): number | undefined {
  if (judgment.gold === undefined || judgment.kind === 'pair') return judgment.gold;
  const share = valueIn({ ...judgment, score: judgment.gold }, scale);
  if (typeof share === 'number') return share;
  ledger.note('gold-out-of-range', 'kept', line, `the label ${judgment.gold} is left out`);
  return undefined;
}
