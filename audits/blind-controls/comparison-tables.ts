import type { EvidenceTable } from '../../src/audit/audit.ts';
import { conditionTitle } from './conditions.ts';
import type { Gap } from './fair-gap.ts';
import { type Leakage, leakageOf } from './leakage.ts';
import type { Reading } from './readings.ts';
import type { Reliance } from './reliance.ts';
import type { Rotations } from './rotations.ts';
import { percent, points, shortP } from './wording.ts';

/** The lead over the fine-tuned baseline under every condition. */
export function gapTable(gaps: readonly Gap[]): EvidenceTable {
  const names = gaps.map(({ candidate, baseline }) => `${candidate.model} minus ${baseline.model}`);
  const onlyPair = new Set(names).size === 1;
  return {
    title: `${onlyPair ? names[0] : 'Candidate minus fine-tuned baseline'}, with the image and without`,
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'models', title: 'Models' },
      { key: 'condition', title: 'Condition' },
      { key: 'difference', title: 'Difference' },
      { key: 'pValue', title: 'p' },
      { key: 'kept', title: 'Share of the lead that is there too' },
      { key: 'carried', title: 'What the image carries of it' },
    ],
    rows: gaps.map(({ candidate, condition, estimate, pValue, kept, carried }, index) => ({
      track: candidate.track,
      models: onlyPair ? null : names[index]!,
      condition: conditionTitle(condition),
      difference: estimate,
      pValue: pValue === undefined ? null : shortP(pValue),
      kept: kept?.kind === 'estimate' ? kept : null,
      carried: carried ?? null,
    })),
    note: 'Same items for both models. The share of the lead that is there without the image is given where the lead with it is sure. What the image carries is the lead with the image minus the lead without, on the items with all four answers: only that part can come from reading the image better.',
  };
}

/** What is known without the image beyond backbone and language model. */
export function leakageTable(leakages: readonly Leakage[]): EvidenceTable {
  return {
    title: 'Leakage: answers known without the image, beyond what the model was made from',
    columns: [
      { key: 'track', title: 'Track' },
      { key: 'model', title: 'Model' },
      { key: 'origin', title: 'Made from' },
      { key: 'difference', title: 'Blind score minus that of the origin' },
      { key: 'leakage', title: 'Leakage' },
    ],
    rows: leakages.map((one) => {
      const leakage = leakageOf(one);
      return {
        track: one.side.track,
        model: one.side.model,
        origin: one.origin ?? null,
        difference: one.difference,
        leakage: leakage === null ? null : points(leakage),
      };
    }),
    note: 'Leakage is the difference, or 0 where it is negative; the interval is that of the difference before. Against the untouched backbone it is what fine-tuning taught about the answers without an image; against the language model inside, what training on images did.',
  };
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

/** Circular evaluation and the choice of places. */
export function rotationTable(rotations: readonly Rotations[]): EvidenceTable {
  return {
    title: 'When the options change places',
    columns: [
      { key: 'model', title: 'Model' },
      { key: 'plain', title: 'Score as they are' },
      { key: 'circular', title: 'Right under every rotation' },
      { key: 'chance', title: 'By guessing' },
      { key: 'flipped', title: 'Answers that flip' },
      { key: 'places', title: 'Choices by place' },
      { key: 'pValue', title: 'p, no place preferred' },
      { key: 'incomplete', title: 'Items without all rotations' },
    ],
    rows: rotations.map((one) => ({
      model: one.side.model,
      plain: one.plain,
      circular: one.circular,
      chance: percent(one.circularChance),
      flipped: one.flipped,
      places: one.places.map(percent).join(', ') || null,
      pValue: one.preference ? shortP(one.preference.pValue) : null,
      incomplete: one.incomplete,
    })),
    note: 'Over all rotations every content stands once at every place, so that a model that follows content chooses each place equally often. The test moves the places of each item at random, which holds for few items too.',
  };
}

/** Generation beside likelihood. */
export function readingTable(readings: readonly Reading[]): EvidenceTable {
  return {
    title: 'Closed questions: the generated answer beside the most probable one',
    columns: [
      { key: 'model', title: 'Model' },
      { key: 'condition', title: 'Condition' },
      { key: 'disagreement', title: 'Items on which they disagree' },
      { key: 'generated', title: 'Score by generation' },
      { key: 'likelihood', title: 'Score by likelihood' },
      { key: 'difference', title: 'Likelihood minus generation' },
      { key: 'pValue', title: 'p' },
    ],
    rows: readings.map((one) => ({
      model: one.model,
      condition: conditionTitle(one.condition),
      disagreement: one.disagreement,
      generated: percent(one.generated),
      likelihood: percent(one.likelihood),
      difference: one.estimate,
      pValue: shortP(one.difference.pValue),
    })),
  };
}
