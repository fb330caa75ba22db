import type { EvidenceTable, Finding } from '../../src/audit/audit.ts';
import { makeFinding } from '../../src/audit/finding.ts';
import { BATTERY_SOURCE } from '../../src/benchmark/benchmark.ts';
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
  /** Whether the answers to the items as they are were asked here, and so are greedy. */
  readonly greedyHere: boolean;
  /** "temperature 0.7 by its checkpoint, 0 declared", one for each setting that differs. */
  readonly differences: readonly string[];
  /** Whether tokens are drawn, and no seed is on record. */
  readonly seedUnset: boolean;
}

/** Decoding of every model of which something is known. */
export function decodingsOf({ evidence }: Pick<Question, 'evidence'>): Decoding[] {
  const { models, responses } = evidence.benchmark;
  const askedHere = new Set(
    responses
      .filter(({ condition, source }) => condition === 'real' && source.file === BATTERY_SOURCE)
      .map(({ model }) => model),
  );
  return models.flatMap(({ name, declared = {} }): Decoding[] => {
    const card = evidence.cards.find((one) => one.name === name);
    const published = card?.decoding;
    const isKnown = published !== undefined || settings.some((one) => declared[one] !== undefined);
    if (!isKnown) return [];
    const greedyHere = askedHere.has(name) && card?.endpoint?.ownTemperature !== true;
    const temperature = declared.temperature ?? (published && temperatureOf(published));
    const isDrawn = temperature !== undefined && temperature > 0;
    return [
      {
        model: name,
        ...(published && { published }),
        declared,
        greedyHere,
        // What was asked here is certain; what a checkpoint asks for was set aside then.
        differences: greedyHere ? drawnByDeclaration(declared) : differencesOf(published, declared),
        seedUnset: !greedyHere && isDrawn && declared.seed === undefined,
      },
    ];
  });
}

function drawnByDeclaration({ temperature = 0 }: DeclaredAsking): readonly string[] {
  return temperature === 0 ? [] : [`temperature 0 as asked here, ${temperature} declared`];
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
  return decodings.flatMap(({ model, greedyHere, differences, seedUnset }) => [
    ...(differences.length === 0
      ? []
      : [
          makeFinding(auditId, {
            kind: 'decoding-differs',
            severity: greedyHere ? 'defect' : 'suspect',
            title: greedyHere
              ? `${model} answered here greedily, and is declared to be sampled.`
              : `The checkpoint of ${model} asks to be decoded otherwise than declared.`,
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
      { key: 'here', title: 'As asked here' },
      { key: 'seed', title: 'Seed' },
      { key: 'differs', title: 'Differs' },
    ],
    rows: decodings.map(({ model, published, declared, greedyHere, differences }) => ({
      model,
      published: published ? settingsText({ ...published, greedy: !published.doSample }) : null,
      declared: settings.some((name) => declared[name] !== undefined)
        ? settingsText({ ...declared, greedy: declared.temperature === 0 })
        : null,
      here: greedyHere ? 'greedy' : null,
      seed: declared.seed ?? null,
      differs: differences.length > 0 ? differences.join('; ') : null,
    })),
    note: 'What a checkpoint asks for is used where whoever asks sets nothing; answers that were asked here under real are greedy whatever it says.',
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
