import type { EvidenceTable, Figure } from '../../src/audit/audit.ts';
import { percent, pointsUnsigned } from '../../src/audit/wording.ts';
import { type Decoding, decodingTable } from './decoding.ts';
import type { Flips } from './flips.ts';
import { conditionTitle } from './question.ts';
import type { Repeats } from './repeats.ts';

/** Flips, draws and decoding, each where there is something to tell. */
export function tablesOf(
  flips: readonly Flips[],
  repeats: readonly Repeats[],
  decodings: readonly Decoding[],
): EvidenceTable[] {
  return [flipTable(flips), repeatTable(repeats), decodingTable(decodings)].filter(
    ({ rows }) => rows.length > 0,
  );
}

function flipTable(flips: readonly Flips[]): EvidenceTable {
  return {
    title: 'Answers that change when only the arithmetic does',
    columns: [
      { key: 'model', title: 'Model' },
      { key: 'track', title: 'Track' },
      { key: 'condition', title: 'Asked again' },
      { key: 'rate', title: 'Answers that change' },
      { key: 'changed', title: 'Count' },
      { key: 'lost', title: 'Right to wrong' },
      { key: 'won', title: 'Wrong to right' },
      { key: 'shift', title: 'Change of the score' },
      { key: 'unread', title: 'With an answer not read' },
    ],
    rows: flips.map(({ model, track, condition, rate, changed, lost, won, shift, unread }) => ({
      model,
      track,
      condition: conditionTitle(condition),
      rate,
      changed,
      lost: lost ?? null,
      won: won ?? null,
      shift: shift ?? null,
      unread,
    })),
  };
}

function repeatTable(repeats: readonly Repeats[]): EvidenceTable {
  return {
    title: 'Answers drawn several times',
    columns: [
      { key: 'model', title: 'Model' },
      { key: 'track', title: 'Track' },
      { key: 'runs', title: 'Draws' },
      { key: 'score', title: 'Mean score' },
      { key: 'range', title: 'Lowest to highest draw' },
      { key: 'unsteady', title: 'Not answered alike' },
      { key: 'majority', title: 'Most frequent answer' },
      { key: 'anyRight', title: 'Right at least once' },
      { key: 'allRight', title: 'Right in all' },
      { key: 'items', title: 'SD from items' },
      { key: 'draws', title: 'SD from draws' },
    ],
    rows: repeats.map((one) => ({
      model: one.model,
      track: one.track,
      runs: one.runs,
      score: one.score,
      range: `${percent(one.lowest)} to ${percent(one.highest)}`,
      unsteady: one.unsteady,
      majority: one.majority,
      anyRight: one.anyRight ?? null,
      allRight: one.allRight ?? null,
      items: pointsUnsigned(one.components.itemError),
      draws: pointsUnsigned(one.components.runError),
    })),
    note: 'SD from items: how the mean varies with the choice of items, draws apart. SD from draws: how the mean of these items varies from draw to draw; its square comes on top where a single draw is published.',
  };
}

/** Shares of answers that change, on one axis. */
export function figuresOf(flips: readonly Flips[]): Figure[] {
  if (flips.length === 0) return [];
  return [
    {
      kind: 'intervals',
      title: 'Share of answers that change',
      axis: 'answers that change',
      rows: flips.map(({ model, track, condition, rate }) => ({
        label: `${track}, ${conditionTitle(condition)}`,
        group: model,
        estimate: rate,
      })),
      references: [],
    },
  ];
}
