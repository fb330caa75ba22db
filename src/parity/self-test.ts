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
import type { EncodedPrompt } from '../runtime/decoder-run.ts';
import { type ExecutorSettings, openExecutor } from '../runtime/open-executor.ts';
import {
  exactStage,
  largestDifference,
  numericStage,
  type ParityStage,
  reportedStage,
} from './stage.ts';

const SENTENCE = "The patient's mass: 2.3 cm, BI-RADS 4C.\n";
const SPECIAL_TOKENS = [
  ['<|image_pad|>', 'image'],
  ['<|video_pad|>', 'video'],
  ['<|vision_start|>', 'visionStart'],
  ['<|vision_end|>', 'visionEnd'],
] as const;

/** What steps with the cache may differ by, as a share of the largest logit. */
const CACHE_TOLERANCE = 1e-3;
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
  { name: architecture, qwen }: Architecture,
  { tokenizer }: Preparer,
): readonly ParityStage[] {
  const returned = tokenizer.decode(tokenizer.encode(SENTENCE)) === SENTENCE;
  const wrongIds = SPECIAL_TOKENS.filter(
    ([text, name]) => String(tokenizer.encode(text)) !== String(qwen.tokens[name]),
  );
  const stages = [
    exactStage('text to ids and back', '1 text', returned ? 0 : 1),
    exactStage('special tokens as in config.json', '4 tokens', wrongIds.length),
  ];
  // BreastGPT's template is not the checkpoint's own.
  if (architecture === 'breastgpt') return stages;
  const rendered = loadChatTemplate(checkpoint)([{ role: 'user', content: SENTENCE }]);
  const lost = rendered.includes(SENTENCE) ? 0 : 1;
  return [...stages, exactStage('chat template keeps the text', '1 prompt', lost)];
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
    task.advance();
    const [whole] = await executor.start([followed(encoded, following)], 0).prefill();
    const scale = whole!.reduce((largest, logit) => Math.max(largest, Math.abs(logit)), 0);
    const error = largestDifference(logits!, whole!) / scale;
    const compared = `${following.length} steps`;
    const name = 'steps with the cache, share of the largest logit';
    return [
      exactStage('features and logits finite', '1 picture', unfinished.length),
      isQuantised(settings.precision)
        ? reportedStage(name, compared, error)
        : numericStage(name, compared, error, CACHE_TOLERANCE),
    ];
  } finally {
    task.done();
    await executor.close();
  }
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
