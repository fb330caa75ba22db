/** The key order of model cards and of the engine check, as their types declare it. */

import type {
  CheckedAnswer,
  CheckedItem,
  CheckedMedium,
  EngineCheck,
} from '../../src/engine-check/engine-check.ts';
import type { GraderCard } from '../../src/grading/grading-summary.ts';
import type {
  CardParity,
  DecodingFacts,
  EndpointCard,
  ModelCard,
  OpenedCheckpoint,
  ParameterTable,
  RecordedAnswers,
  Selection,
  UnopenedCheckpoint,
} from '../../src/model-card/model-card.ts';
import { asIs, by, list, type Order, object } from './order.ts';

type JudgedParity = Exclude<CardParity, { verdict: 'not-run' }>;
type CheckedSlide = NonNullable<CheckedMedium['slide']>;
type Refused = Exclude<CheckedAnswer, { status: 'answered' }>;

const judged = object<JudgedParity>({
  verdict: asIs,
  reason: asIs,
  origin: asIs,
  build: asIs,
  onnxRuntime: asIs,
  stages: list(
    object<JudgedParity['stages'][number]>({
      name: asIs,
      compared: asIs,
      largestError: asIs,
      tolerance: asIs,
      passed: asIs,
    }),
  ),
  worstStage: asIs,
  note: asIs,
});

const parity = by('verdict', {
  pass: judged,
  fail: judged,
  inconclusive: judged,
  'not-run': object<Exclude<CardParity, JudgedParity>>({ verdict: asIs, reason: asIs }),
});

const opened = object<OpenedCheckpoint>({
  status: asIs,
  path: asIs,
  architecture: asIs,
  parameters: object<ParameterTable>({ total: asIs, vision: asIs, decoder: asIs, slide: asIs }),
  precision: asIs,
  device: asIs,
  selection: object<Selection>({
    selectorPrecision: asIs,
    tokenBudgets: object<Selection['tokenBudgets']>({ image: asIs, slide: asIs, volume: asIs }),
    volumeWindow: object<NonNullable<Selection['volumeWindow']>>({ width: asIs, level: asIs }),
  }),
  quirks: list(
    object<OpenedCheckpoint['quirks'][number]>({ id: asIs, behaviour: asIs, effect: asIs }),
  ),
  fingerprint: object<OpenedCheckpoint['fingerprint']>({
    id: asIs,
    files: list(
      object<OpenedCheckpoint['fingerprint']['files'][number]>({
        file: asIs,
        sizeBytes: asIs,
        sha256: asIs,
      }),
    ),
  }),
  missing: asIs,
  parity,
});

const sources = {
  checkpoint: by('status', {
    opened,
    'not-run': object<UnopenedCheckpoint>({ status: asIs, path: asIs, reason: asIs }),
  }),
  endpoint: object<EndpointCard>({ url: asIs, model: asIs, ownTemperature: asIs }),
};

export const graderCard: Order = object<GraderCard>({ name: asIs, family: asIs, ...sources });

export const modelCard: Order = object<ModelCard>({
  name: asIs,
  role: asIs,
  family: asIs,
  recorded: object<RecordedAnswers>({
    files: list(
      object<RecordedAnswers['files'][number]>({ file: asIs, condition: asIs, answers: asIs }),
    ),
    note: asIs,
  }),
  decoding: object<DecodingFacts>({
    doSample: asIs,
    temperature: asIs,
    topP: asIs,
    topK: asIs,
    source: asIs,
  }),
  ...sources,
});

const refused = object<Refused>({ model: asIs, status: asIs, reason: asIs });

const answer = by('status', {
  answered: object<Exclude<CheckedAnswer, Refused>>({
    model: asIs,
    status: asIs,
    text: asIs,
    tokens: asIs,
    finish: asIs,
    logProb: asIs,
  }),
  'not-applicable': refused,
  'not-run': refused,
});

const featureOrigin = by('kind', {
  published: object<Extract<CheckedSlide['origin'], { kind: 'published' }>>({ kind: asIs }),
  touchstone: object<Extract<CheckedSlide['origin'], { kind: 'touchstone' }>>({
    kind: asIs,
    status: asIs,
    encoder: asIs,
    fingerprint: asIs,
    build: asIs,
    onnxRuntime: asIs,
  }),
});

export const engineCheck: Order = object<EngineCheck>({
  maxNewTokens: asIs,
  items: list(
    object<CheckedItem>({
      item: asIs,
      source: object<CheckedItem['source']>({ file: asIs, line: asIs }),
      excerpt: asIs,
      media: list(
        object<CheckedMedium>({
          kind: asIs,
          path: asIs,
          slide: object<CheckedSlide>({ tiles: asIs, origin: featureOrigin }),
        }),
      ),
      reference: asIs,
      answers: list(answer),
    }),
  ),
});
