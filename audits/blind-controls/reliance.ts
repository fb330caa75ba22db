import type { Estimate, EvidenceTable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import { meanEstimate } from '../../src/statistics/index.ts';
import { type ControlId, conditionTitle, controlIds } from './conditions.ts';
import { pairsOf } from './pairs.ts';
import type { Question, Side } from './sides.ts';

/** What a control does to a model's answers, whatever it does to its score. */
export interface Reliance {
  readonly side: Side;
  readonly control: ControlId;
  /** Share of answers whose content changes: the image sensitivity. */
  readonly changed?: Estimate;
  /** Items of which one of the two answers could not be read. */
  readonly unread: number;
  /** Right under the control among those right with the image; right-or-wrong scores only. */
  readonly retained?: Estimate;
}

/** How far every model's answers hang on the image, by control. */
export function reliancesOf(sides: readonly Side[], question: Question): Reliance[] {
  return sides.flatMap((side) =>
    controlIds.flatMap((control) => {
      const compared = comparedAnswers(side, control);
      if (compared === undefined) return [];
      const changed = changedShare(side, control, compared.changed, question);
      const retained = retainedShare(side, control, question);
      return [
        {
          side,
          control,
          unread: compared.unread,
          ...(changed && { changed }),
          ...(retained && { retained }),
        },
      ];
    }),
  );
}

/** Whether the answer to each item is another one under the control, and how many can't be told. */
export function comparedAnswers(
  { answers }: Side,
  control: string,
): { readonly changed: ReadonlyMap<string, boolean>; readonly unread: number } | undefined {
  const [real, other] = [answers.get('real')?.contentOf, answers.get(control)?.contentOf];
  if (real === undefined || other === undefined) return undefined;
  const both = [...real].filter(([key]) => other.has(key));
  const read = both.filter(([key, content]) => content !== null && other.get(key) !== null);
  return {
    changed: new Map(read.map(([key, content]) => [key, content !== other.get(key)])),
    unread: both.length - read.length,
  };
}

function changedShare(
  side: Side,
  control: ControlId,
  changed: ReadonlyMap<string, boolean>,
  question: Question,
): Estimate | undefined {
  if (changed.size === 0) return undefined;
  const clusterIds = clusterIdsOf([...changed.keys()], question.evidence.clusters);
  const values = [...changed.values()].map(Number);
  const { level } = question.options;
  return estimateOf(
    `${side.model}, ${side.track}: answers that change (${conditionTitle(control).toLowerCase()})`,
    'proportion',
    meanEstimate(values, clusterIds, { level }),
  );
}

function retainedShare(side: Side, control: ControlId, question: Question): Estimate | undefined {
  const pairs = pairsOf(side, control, question);
  const binary = [...(pairs?.real ?? []), ...(pairs?.control ?? [])].every(
    (value) => value === 0 || value === 1,
  );
  if (pairs === undefined || !binary) return undefined;
  const right = [...pairs.real.keys()].filter((item) => pairs.real[item] === 1);
  if (right.length === 0) return undefined;
  const { level } = question.options;
  const kept = meanEstimate(
    right.map((item) => pairs.control[item]!),
    right.map((item) => pairs.clusterIds[item]!),
    { level },
  );
  const title = `${side.model}, ${side.track}: right answers that stay right (${conditionTitle(control).toLowerCase()})`;
  return estimateOf(title, 'proportion', kept);
}

/** Answers that change, and right ones that stay. */
export function relianceTable(reliances: readonly Reliance[]): EvidenceTable {
  return {
    title: 'Whether answers change when the image does',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'model', title: 'Model' },
      { key: 'control', title: 'Control' },
      { key: 'changed', title: 'Answers that change' },
      { key: 'retained', title: 'Right answers that stay right' },
      { key: 'unread', title: 'Not compared: an answer not read' },
    ],
    rows: reliances.map(({ side, control, changed, retained, unread }) => ({
      track: side.track,
      model: side.model,
      control: conditionTitle(control),
      changed: changed ?? null,
      retained: retained ?? null,
      unread,
    })),
  };
}
