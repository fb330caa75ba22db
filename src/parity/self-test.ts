import sharp from 'sharp';
import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import {
  type Architecture,
  loadPreparer,
  outlinesOf,
  type Preparer,
  parseArchitecture,
} from '../model/architecture.ts';
import { isQuantised, type Prompt } from '../model/model.ts';
import { loadChatTemplate } from '../model/qwen3-vl/chat-template.ts';
import { promptPositions } from '../model/qwen3-vl/position-ids.ts';
import type { Progress } from '../progress.ts';
import { BreastGptEncoder } from '../runtime/encoder/breastgpt-encoder.ts';
import type { EncodedPrompt } from '../runtime/encoder/encoded-prompt.ts';
import { type ExecutorSettings, openExecutor } from '../runtime/open-executor.ts';
import {
  exactStage,
  largestDifference,
  numericStage,
  type ParityStage,
  reportedStage,
} from './stage.ts';

const SENTENCE = "The patient's mass: 2.3 cm, BI-RADS 4C.\n";
/** Enough tiles for every model to have to choose. */
const TILES = 600;

/** What steps with the cache may differ by, as a share of the largest logit. */
const CACHE_TOLERANCE = { float32: 1e-3, float16: 2e-2, bfloat16: 5e-2 } as const;
const FOLLOWING = 3;

/**
 * Tries a checkpoint: its tensors, tokenizer and template, a picture, and whether tokens
 * taken in one by one give what they give in one piece.
 *
 * @throws {AuditError} if it can not be run at all.
 */
export async function selfTest(
  settings: ExecutorSettings,
  progress: Progress,
): Promise<readonly ParityStage[]> {
  const checkpoint = await openCheckpoint(settings.folder);
  const architecture = parseArchitecture(checkpoint);
  const outlines = outlinesOf(architecture);
  const preparer = loadPreparer(checkpoint, architecture);
  const wrong = outlines.filter(
    ({ name, shape }) => String(checkpoint.tensors.get(name)?.shape) !== String(shape),
  );
  return [
    exactStage('tensors present', `${outlines.length} tensors`, wrong.length),
    ...textStages(checkpoint, architecture, preparer),
    ...(await runStages(settings, preparer, progress)),
  ];
}

function textStages(
  checkpoint: Checkpoint,
  architecture: Architecture,
  { tokenizer }: Preparer,
): readonly ParityStage[] {
  const returned = tokenizer.decode(tokenizer.encode(SENTENCE)) === SENTENCE;
  const tokens = specialTokens(architecture);
  const wrongIds = tokens.filter(([text, id]) => String(tokenizer.encode(text)) !== String(id));
  const stages = [
    exactStage('text to ids and back', '1 text', returned ? 0 : 1),
    exactStage('special tokens as in config.json', `${tokens.length} tokens`, wrongIds.length),
  ];
  // BreastGPT's template is not the checkpoint's own.
  if (architecture.name === 'breastgpt') return stages;
  const rendered = loadChatTemplate(checkpoint)([{ role: 'user', content: SENTENCE }]);
  const lost = rendered.includes(SENTENCE) ? 0 : 1;
  return [...stages, exactStage('chat template keeps the text', '1 prompt', lost)];
}

/** Tokens with the id config.json gives them. */
function specialTokens(architecture: Architecture): readonly (readonly [string, number])[] {
  const { tokens } = architecture.qwen;
  return [
    ['<|image_pad|>', tokens.image],
    ['<|video_pad|>', tokens.video],
    ['<|vision_start|>', tokens.visionStart],
    ['<|vision_end|>', tokens.visionEnd],
    ...(architecture.name === 'breastgpt'
      ? [['<|histo_pad|>', architecture.config.slideToken] as const]
      : []),
  ];
}

async function runStages(
  settings: ExecutorSettings,
  preparer: Preparer,
  progress: Progress,
): Promise<readonly ParityStage[]> {
  const prepared = await preparer.prepare(await picturePrompt());
  const task = progress.start('Trying the checkpoint', 4);
  const executor = await openExecutor(settings, progress);
  try {
    task.advance();
    const encoded = await executor.encode(prepared);
    task.advance();
    const following = preparer.tokenizer.encode(SENTENCE).slice(0, FOLLOWING);
    const stepped = executor.start([encoded], FOLLOWING);
    let [logits] = await stepped.prefill();
    const unfinished = [logits!, encoded.merged, ...encoded.deepstack].filter(
      (numbers) => !numbers.every(Number.isFinite),
    );
    for (const id of following) [logits] = await stepped.step([id]);
    stepped.release();
    task.advance();
    const inOne = executor.start([followed(encoded, following)], 0);
    const [whole] = await inOne.prefill();
    inOne.release();
    const scale = whole!.reduce((largest, logit) => Math.max(largest, Math.abs(logit)), 0);
    const error = largestDifference(logits!, whole!) / scale;
    const { encoder } = executor;
    const compared = `${following.length} steps`;
    const { precision } = settings;
    const is16Bit = precision === 'float16' || precision === 'bfloat16';
    const tolerance = CACHE_TOLERANCE[is16Bit ? precision : 'float32'];
    const name = 'steps with the cache, share of the largest logit';
    return [
      exactStage('features and logits finite', '1 picture', unfinished.length),
      ...(encoder instanceof BreastGptEncoder ? [await slideStage(encoder)] : []),
      isQuantised(settings.precision)
        ? reportedStage(name, compared, error)
        : numericStage(name, compared, error, tolerance),
    ];
  } finally {
    task.done();
    await executor.close();
  }
}

/** Whether the slide branch gives numbers, at every level. */
async function slideStage(encoder: BreastGptEncoder): Promise<ParityStage> {
  const { featureDim } = encoder.config.slide;
  const features = Float32Array.from({ length: TILES * featureDim }, (_, i) => Math.sin(i));
  const slide = { features, tiles: TILES, contentHash: 'self-test' };
  const { merged, deepstack } = await encoder.select({ type: 'slide', slide });
  const unfinished = [merged, ...deepstack].filter((level) => !level.every(Number.isFinite));
  return exactStage('slide features finite', `${TILES} tiles`, unfinished.length);
}

async function picturePrompt(): Promise<Prompt> {
  const width = 256;
  const gradient = Uint8Array.from({ length: width * width * 3 }, (_, i) => (i * 7) % 251);
  const image = await sharp(gradient, { raw: { width, height: width, channels: 3 } })
    .png()
    .toBuffer();
  return {
    messages: [
      {
        role: 'user',
        content: [
          { type: 'image', image },
          { type: 'text', text: SENTENCE },
        ],
      },
    ],
  };
}

/** The prompt with text tokens after it, as one piece. */
function followed(prompt: EncodedPrompt, ids: readonly number[]): EncodedPrompt {
  const after = promptPositions(ids.length, []).positionIds[0].map(
    (position) => position + prompt.nextPosition,
  );
  const [time, rows, columns] = prompt.positionIds.map((axis) =>
    Int32Array.from([...axis, ...after]),
  ) as [Int32Array, Int32Array, Int32Array];
  return {
    ...prompt,
    inputIds: Int32Array.from([...prompt.inputIds, ...ids]),
    positionIds: [time, rows, columns],
    nextPosition: prompt.nextPosition + ids.length,
  };
}
