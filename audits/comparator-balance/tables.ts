import type { EvidenceTable } from '../../src/audit/audit.ts';
import { type AskedModel, type Known, UNUSED } from './asked-model.ts';
import { type Comparison, decisiveFacts, type Parity } from './parity.ts';
import {
  everyDecoding,
  factNames,
  factTitles,
  joined,
  knownText,
  shareText,
  sideText,
  trainingTitles,
} from './wording.ts';

/** Facts with a column of their own; temperature, top-p and top-k stand together as decoding. */
const plainFacts = ['prompt', 'shots', 'resolution', 'seed', 'maxNewTokens', 'runs'] as const;

/** Model by fact: what is seen beside what is declared. Facts that nothing is known of are named below it. */
export function modelTable(models: readonly AskedModel[]): EvidenceTable {
  const cellOf = ({ facts }: AskedModel, fact: (typeof plainFacts)[number]): string | null =>
    fact === 'seed' && isGreedy(facts.seed) ? null : knownText(facts[fact]);
  const shown = plainFacts.filter((fact) => models.some((model) => cellOf(model, fact) !== null));
  const unknown = plainFacts.filter((fact) => !shown.includes(fact) && fact !== 'seed');
  const nothing =
    unknown.length > 0
      ? ` Not known of any model: ${joined(unknown.map((fact) => factNames[fact]))}.`
      : '';
  return {
    title: 'How each model was trained and asked',
    columns: [
      { key: 'model', title: 'Model' },
      { key: 'role', title: 'Role' },
      { key: 'trainedOn', title: 'Trained on' },
      { key: 'decoding', title: factTitles.decoding },
      ...shown.map((fact) => ({ key: fact, title: factTitles[fact] })),
      { key: 'truncated', title: factTitles.truncated },
      { key: 'unanswered', title: factTitles.unanswered },
    ],
    rows: models.map((model) => ({
      model: model.name,
      role: model.role,
      trainedOn: `${trainingTitles[model.trainedOn]} (${model.trainedOnSource === 'declared' ? 'declared' : 'by role'})`,
      decoding: everyDecoding(model),
      ...Object.fromEntries(shown.map((fact) => [fact, cellOf(model, fact)])),
      truncated: shareText(model.truncated),
      unanswered: shareText(model.unanswered),
    })),
    note: `An empty cell is not known; seeds are of models that draw. What generation_config.json says holds where whoever asked set nothing else. Models that were asked here saw the media of their items; a recording does not say so, and one that does not say which answers were cut shows none.${nothing}`,
  };
}

function isGreedy({ measured, declared, byDefault }: Known): boolean {
  return (measured ?? declared ?? byDefault) === UNUSED;
}

/** Candidate by comparator: which facts are equal. */
export function parityTable(comparisons: readonly Comparison[]): EvidenceTable {
  return {
    title: 'Asked alike?',
    columns: [
      { key: 'candidate', title: 'Candidate' },
      { key: 'comparator', title: 'Compared with' },
      { key: 'trainedOn', title: 'Training data' },
      ...decisiveFacts.map((fact) => ({ key: fact, title: factTitles[fact] })),
    ],
    rows: comparisons.map((comparison) => ({
      candidate: comparison.candidate.name,
      comparator: comparison.comparator.name,
      trainedOn: comparison.trainedOn,
      ...Object.fromEntries(
        decisiveFacts.map((fact) => [fact, parityCell(comparison, fact, comparison.facts[fact])]),
      ),
    })),
    note: 'Models of other training data are not equals of the candidate, however alike they were asked.',
  };
}

function parityCell(
  { candidate, comparator }: Comparison,
  fact: (typeof decisiveFacts)[number],
  parity: Parity,
): string {
  if (parity !== 'different') return parity;
  return `different: ${sideText(candidate, fact)}; ${sideText(comparator, fact)}`;
}
