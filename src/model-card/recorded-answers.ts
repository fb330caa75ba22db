import type { Benchmark } from '../benchmark/benchmark.ts';
import type { ModelCard, RecordedAnswers } from './model-card.ts';

/** True of every recording: no format that is read says either. */
const NOTE =
  'Which precision the recorded answers were made with, and which tokens of a medium the model was shown, is not on record.';

/** A card of every declared model, with its recorded answers alone: no checkpoint is opened. */
export function recordedCards({ models, ledger }: Benchmark): ModelCard[] {
  return models.map(({ declared: _declared, ...model }) => {
    const recorded = recordedAnswers(model.name, ledger);
    return { ...model, ...(recorded && { recorded }) };
  });
}

function recordedAnswers(model: string, ledger: Benchmark['ledger']): RecordedAnswers | undefined {
  const files = ledger
    .filter((entry) => entry.role === 'predictions' && entry.model === model)
    .map(({ file, condition = 'real', kept }) => ({ file, condition, answers: kept }));
  return files.length > 0 ? { files, note: NOTE } : undefined;
}
