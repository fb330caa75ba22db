import type { EvidenceTable, Finding } from '../../src/audit/audit.ts';
import { makeFinding } from '../../src/audit/finding.ts';
import type { DeclaredAsking } from '../../src/benchmark/model-config.ts';
import type { DecodingFacts } from '../../src/model-card/model-card.ts';
import type { Question } from './question.ts';

const settings = ['temperature', 'topP', 'topK'] as const;

/** How a model's answers are drawn: as its checkpoint asks, and as it is declared. */
export interface Decoding {
  readonly model: string;
  /** Of generation_config.json. */
  readonly published?: DecodingFacts;
  readonly declared: DeclaredAsking;
  /** "temperature 0.7 published, 0 declared", one for each setting that differs. */
  readonly differences: readonly string[];
  /** Whether tokens are drawn, and no seed is on record. */
  readonly seedUnset: boolean;
}

/** Decoding of every model of which something is known. */
export function decodingsOf({ evidence }: Pick<Question, 'evidence'>): Decoding[] {
  return evidence.benchmark.models.flatMap(({ name, declared = {} }): Decoding[] => {
    const published = evidence.cards.find((card) => card.name === name)?.decoding;
    const isKnown = published !== undefined || settings.some((one) => declared[one] !== undefined);
    if (!isKnown) return [];
    const temperature = declared.temperature ?? (published && temperatureOf(published));
    return [
      {
        model: name,
        ...(published && { published }),
        declared,
        differences: differencesOf(published, declared),
        seedUnset: temperature !== undefined && temperature > 0 && declared.seed === undefined,
      },
    ];
  });
}

function temperatureOf({ doSample, temperature = 1 }: DecodingFacts): number {
  return doSample ? temperature : 0;
}

function differencesOf(
  published: DecodingFacts | undefined,
  declared: DeclaredAsking,
): readonly string[] {
  if (published === undefined) return [];
  const own = { ...published, temperature: temperatureOf(published) };
  // Who takes the most probable token cuts nothing off.
  const compared =
    own.temperature === 0 || declared.temperature === 0 ? settings.slice(0, 1) : settings;
  return compared.flatMap((name) => {
    const [asked, said] = [own[name], declared[name]];
    if (asked === undefined || said === undefined || asked === said) return [];
    return [`${name} ${asked} by its checkpoint, ${said} declared`];
  });
}

/** What differs, and what can't be drawn again for want of a seed. */
export function decodingFindings(auditId: string, decodings: readonly Decoding[]): Finding[] {
  return decodings.flatMap(({ model, differences, seedUnset }) => [
    ...(differences.length === 0
      ? []
      : [
          makeFinding(auditId, {
            kind: 'decoding-differs',
            severity: 'suspect',
            title: `The checkpoint of ${model} asks to be decoded otherwise than declared.`,
            subjects: [{ role: 'subset', key: `${model}: decoding`, model }],
            values: { differences: differences.join('; ') },
          }),
        ]),
    ...(seedUnset
      ? [
          makeFinding(auditId, {
            kind: 'seed-unset',
            severity: 'suspect',
            title: `Answers of ${model} are drawn, and no seed is on record: they can’t be drawn again.`,
            subjects: [{ role: 'subset', key: `${model}: seed`, model }],
            values: {},
          }),
        ]
      : []),
  ]);
}

/** Decoding by model. */
export function decodingTable(decodings: readonly Decoding[]): EvidenceTable {
  return {
    title: 'Decoding, by checkpoint and as declared',
    columns: [
      { key: 'model', title: 'Model' },
      { key: 'published', title: 'generation_config.json' },
      { key: 'declared', title: 'Declared' },
      { key: 'seed', title: 'Seed' },
      { key: 'differs', title: 'Differs' },
    ],
    rows: decodings.map(({ model, published, declared, differences }) => ({
      model,
      published: published ? settingsText({ ...published, greedy: !published.doSample }) : null,
      declared: settings.some((name) => declared[name] !== undefined)
        ? settingsText({ ...declared, greedy: declared.temperature === 0 })
        : null,
      seed: declared.seed ?? null,
      differs: differences.length > 0 ? differences.join('; ') : null,
    })),
    note: 'What a checkpoint asks for is used where whoever asks sets nothing.',
  };
}

function settingsText({
  greedy,
  temperature,
  topP,
  topK,
}: {
  readonly greedy: boolean;
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
}): string {
  if (greedy) return 'greedy';
  const named = [
    ['temperature', temperature],
    ['top-p', topP],
    ['top-k', topK],
  ] as const;
  return named
    .flatMap(([name, value]) => (value === undefined ? [] : `${name} ${value}`))
    .join(', ');
}
