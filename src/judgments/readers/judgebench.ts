import type { Rejection } from '../../benchmark/readers/reader.ts';
import type { GoodRecord } from '../../benchmark/readers/records.ts';
import { answersOf, cellText } from './cells.ts';
import type {
  JudgmentContext,
  JudgmentReader,
  JudgmentRow,
  PairRow,
  Unscored,
} from './judgment-row.ts';

/**
 * JudgeBench pairs (`outputs/…,judge_name=…,judge_model=….jsonl`): `judgments[0]` saw `response_A`
 * first, `judgments[1]` saw `response_B` first, and each decision names the order as shown. `label`
 * is what is right. Both responses are of one model, so they count as its answers A and B.
 *
 * Source: ScalerLab/JudgeBench, run_judge.py and utils/metrics.py.
 */
export const judgebench: JudgmentReader = {
  id: 'judgebench',
  scale: [0, 1],
  sniff: ({ records }) =>
    records.every(({ value }) =>
      ['pair_id', 'response_A', 'response_B', 'label'].every((name) => name in value),
    ),
  open: (context) => ({ convert: (record) => convert(record, context) }),
};

function convert({ line, value }: GoodRecord, context: JudgmentContext): JudgmentRow | Rejection {
  const name = cellText(value.pair_id);
  if (name === undefined) return { line, rejected: 'no-name', detail: 'the row has no pair_id' };
  const decisions = context.labels ? [value.label] : decisionsOf(value.judgments);
  if (decisions.length === 0)
    return {
      line,
      rejected: 'no-judgment',
      detail: 'the row has a label and no judgments; use labels: true to compare others with it',
    };
  const [id, subset, userText] = [value.original_id, value.source, value.question].map(cellText);
  const model = cellText(value.response_model) ?? 'response';
  const [a, b] = [`${model} (A)`, `${model} (B)`];
  const grader =
    modelIn(value.judgments) ??
    context.grader ??
    judgeIn(context.file) ??
    cellText(value.judge_name);
  const judgments = decisions.map((decision, order): PairRow => {
    const gold = preferenceIn(value.label);
    return {
      kind: 'pair',
      grader,
      first: order === 0 ? a : b,
      second: order === 0 ? b : a,
      orderKnown: true,
      preference: decision === null ? 'failed' : preferenceIn(decision),
      ...(typeof gold === 'number' && { gold: order === 0 ? gold : 1 - gold }),
    };
  });
  return {
    line,
    item: {
      name,
      ...(id !== undefined && { id, cluster: id }),
      ...(subset !== undefined && { subset }),
      ...(userText !== undefined && { userText }),
    },
    judgments,
    answers: answersOf([a, value.response_A], [b, value.response_B]),
  };
}

/** The decision of each order; null where asking failed. */
function decisionsOf(judgments: unknown): readonly unknown[] {
  if (!Array.isArray(judgments)) return [];
  return judgments.slice(0, 2).map((one: unknown) => {
    if (typeof one !== 'object' || one === null) return null;
    return 'decision' in one ? (one.decision ?? '') : '';
  });
}

function preferenceIn(decision: unknown): number | Unscored {
  switch (cellText(decision)?.replaceAll(/\s/g, '')) {
    case 'A>B':
    case 'A>>B':
      return 1;
    case 'B>A':
    case 'B>>A':
      return 0;
    case 'A=B':
    case 'B=A':
      return 0.5;
    default:
      return 'unparsed';
  }
}

/** The judge's model as its first judgment notes it: `{ judgment: { judge_model, … }, decision }`. */
function modelIn(judgments: unknown): string | undefined {
  if (!Array.isArray(judgments)) return undefined;
  const given = (judgments as { judgment?: { judge_model?: unknown } | null }[]).find(
    (one) => typeof one?.judgment === 'object',
  );
  return cellText(given?.judgment?.judge_model);
}

/** The judge's model in the name that run_judge.py gives its file. */
function judgeIn(file: string): string | undefined {
  return /judge_model=([^,/]+?)(?:\.jsonl?)?$/.exec(file)?.[1];
}
