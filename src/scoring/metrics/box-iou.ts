import type { Box } from '../../benchmark/benchmark.ts';
import type { Metric } from './metric.ts';

const number = '(-?\\d+(?:\\.\\d+)?)';
const gap = '\\s*[,，\\s]\\s*';
/** "[x1, y1, x2, y2]" and "(x1,y1),(x2,y2)", the latter with or without box tags around it. */
const boxPatterns = [
  new RegExp(`[[(]\\s*${number}${gap}${number}${gap}${number}${gap}${number}\\s*[\\])]`, 'gu'),
  new RegExp(
    `\\(\\s*${number}${gap}${number}\\s*\\)${gap}?\\(\\s*${number}${gap}${number}\\s*\\)`,
    'gu',
  ),
  new RegExp(
    `\\[\\s*${number}${gap}${number}\\s*\\]${gap}?\\[\\s*${number}${gap}${number}\\s*\\]`,
    'gu',
  ),
];

/**
 * Boxes written in a text, in order of occurrence, corners put in order.
 *
 * @param text A response, in the same units as the reference boxes.
 * @example
 * parseBoxes('<|box_start|>(10,20),(30,40)<|box_end|>'); // [[10, 20, 30, 40]]
 */
export function parseBoxes(text: string): Box[] {
  return boxPatterns
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .sort((a, b) => a.index - b.index)
    .map((match) => {
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = match.slice(1).map(Number);
      return [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
    });
}

/** Area that two boxes share over the area that either covers; 0 when neither has an area. */
export function boxIou(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const shared = Math.max(0, width) * Math.max(0, height);
  const covered = area(a) + area(b) - shared;
  return covered > 0 ? shared / covered : 0;
}

function area(box: Box): number {
  return (box[2] - box[0]) * (box[3] - box[1]);
}

/**
 * Mean IoU over boxes: predicted and reference boxes are paired greedily by falling IoU,
 * and every box left over on either side counts as 0.
 *
 * @returns Sum of the pairs' IoU over the larger number of boxes; 1 when neither has any.
 * @example
 * matchedIou([[0, 0, 2, 2], [9, 9, 10, 10]], [[0, 0, 2, 2]]); // 0.5: one box too many
 */
export function matchedIou(predicted: readonly Box[], reference: readonly Box[]): number {
  const larger = Math.max(predicted.length, reference.length);
  if (larger === 0) return 1;
  const pairs = predicted.flatMap((box, row) =>
    reference.map((other, column) => ({ row, column, iou: boxIou(box, other) })),
  );
  pairs.sort((a, b) => b.iou - a.iou);
  const rows = new Set<number>();
  const columns = new Set<number>();
  let total = 0;
  for (const { row, column, iou } of pairs) {
    if (rows.has(row) || columns.has(column)) continue;
    rows.add(row);
    columns.add(column);
    total += iou;
  }
  return total / larger;
}

export const iouMetric: Metric = {
  name: 'iou',
  title: 'Intersection over union of boxes',
  tracks: ['grounding'],
  usesExtractor: false,
  score(item, text) {
    const reference = item.boxes.length > 0 ? item.boxes : parseBoxes(item.answer);
    return matchedIou(parseBoxes(text), reference);
  },
};
