import type { Qwen3VlConfig } from './config.ts';

/** Special tokens of Qwen3-VL, in the order of their ids. */
const SPECIAL_TOKENS = [
  '<|endoftext|>',
  '<|im_start|>',
  '<|im_end|>',
  '<|object_ref_start|>',
  '<|object_ref_end|>',
  '<|box_start|>',
  '<|box_end|>',
  '<|quad_start|>',
  '<|quad_end|>',
  '<|vision_start|>',
  '<|vision_end|>',
  '<|vision_pad|>',
  '<|image_pad|>',
  '<|video_pad|>',
];
/** Ids after them that stay free, up to the token BreastGPT adds for slides. */
const FREE_IDS = 12;

const CHAT_TEMPLATE = `{%- for message in messages -%}
{{- '<|im_start|>' + message.role + '\\n' -}}
{%- if message.content is string -%}{{- message.content -}}
{%- else -%}
{%- for part in message.content -%}
{%- if part.type == 'image' -%}{{- '<|vision_start|><|image_pad|><|vision_end|>' -}}
{%- elif part.type == 'video' -%}{{- '<|vision_start|><|video_pad|><|vision_end|>' -}}
{%- else -%}{{- part.text -}}{%- endif -%}
{%- endfor -%}
{%- endif -%}
{{- '<|im_end|>\\n' -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\\n' -}}{%- endif -%}
`;

/**
 * The JSON files and the chat template of a synthetic checkpoint, by file name.
 *
 * @param additions further keys of config.json.
 */
export function syntheticDocuments(
  config: Qwen3VlConfig,
  additions: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, string>> {
  const firstSpecial = config.tokens.image - SPECIAL_TOKENS.indexOf('<|image_pad|>');
  const endOfText = firstSpecial;
  const endOfTurn = firstSpecial + 2;
  const documents = {
    'config.json': { ...configDocument(config, endOfTurn), ...additions },
    'generation_config.json': {
      do_sample: true,
      eos_token_id: [endOfTurn, endOfText],
      pad_token_id: endOfText,
      temperature: 0.7,
      top_k: 20,
      top_p: 0.8,
    },
    'preprocessor_config.json': {
      size: { shortest_edge: 65_536, longest_edge: 16_777_216 },
      patch_size: config.vision.patchSize,
      temporal_patch_size: config.vision.temporalPatchSize,
      merge_size: config.vision.spatialMergeSize,
      image_mean: [0.5, 0.5, 0.5],
      image_std: [0.5, 0.5, 0.5],
    },
    'tokenizer.json': tokenizerDocument(firstSpecial),
    'tokenizer_config.json': { eos_token: '<|im_end|>', pad_token: '<|endoftext|>' },
  };
  const texts = Object.entries(documents).map(([name, document]) => [
    name,
    `${JSON.stringify(document, null, 1)}\n`,
  ]);
  return { ...Object.fromEntries(texts), 'chat_template.jinja': CHAT_TEMPLATE };
}

function configDocument({ text, vision, tokens }: Qwen3VlConfig, endOfTurn: number): object {
  return {
    architectures: ['Qwen3VLForConditionalGeneration'],
    model_type: 'qwen3_vl',
    dtype: 'bfloat16',
    image_token_id: tokens.image,
    video_token_id: tokens.video,
    vision_start_token_id: tokens.visionStart,
    vision_end_token_id: tokens.visionEnd,
    tie_word_embeddings: text.tieWordEmbeddings,
    text_config: {
      model_type: 'qwen3_vl_text',
      eos_token_id: endOfTurn,
      hidden_size: text.hiddenSize,
      intermediate_size: text.intermediateSize,
      num_hidden_layers: text.layerCount,
      num_attention_heads: text.headCount,
      num_key_value_heads: text.keyValueHeadCount,
      head_dim: text.headDim,
      rms_norm_eps: text.rmsNormEpsilon,
      rope_theta: text.ropeTheta,
      rope_scaling: {
        mrope_interleaved: true,
        mrope_section: text.mropeSection,
        rope_type: 'default',
      },
      vocab_size: text.vocabularySize,
    },
    vision_config: {
      model_type: 'qwen3_vl',
      hidden_size: vision.hiddenSize,
      intermediate_size: vision.intermediateSize,
      depth: vision.depth,
      num_heads: vision.headCount,
      patch_size: vision.patchSize,
      temporal_patch_size: vision.temporalPatchSize,
      spatial_merge_size: vision.spatialMergeSize,
      num_position_embeddings: vision.positionEmbeddings,
      out_hidden_size: vision.outHiddenSize,
      deepstack_visual_indexes: vision.deepstackLayers,
      hidden_act: 'gelu_pytorch_tanh',
      in_channels: 3,
    },
  };
}

/** The id BreastGPT gives to slides: the first free one of Qwen3-VL's tokenizer. */
export function slideTokenId(firstSpecial: number): number {
  return firstSpecial + SPECIAL_TOKENS.length + FREE_IDS;
}

/** Single bytes as byte-level BPE writes them, and the special tokens at their own ids. */
function tokenizerDocument(firstSpecial: number): object {
  const vocab = Object.fromEntries(byteAlphabet().map((symbol, byte) => [symbol, byte]));
  const byteLevel = { add_prefix_space: false, trim_offsets: false, use_regex: false };
  return {
    version: '1.0',
    added_tokens: [
      ...SPECIAL_TOKENS.map((content, i) => ({ id: firstSpecial + i, content })),
      { id: slideTokenId(firstSpecial), content: '<|histo_pad|>' },
    ].map((token) => ({
      ...token,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: 'NFC' },
    pre_tokenizer: { type: 'ByteLevel', ...byteLevel },
    post_processor: { type: 'ByteLevel', ...byteLevel },
    decoder: { type: 'ByteLevel', ...byteLevel },
    model: { type: 'BPE', unk_token: null, byte_fallback: false, vocab, merges: [] },
  };
}

/** GPT-2's alphabet: printable bytes stand for themselves, the others from U+0100 on. */
function byteAlphabet(): string[] {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
    return String.fromCharCode(printable ? byte : next++);
  });
}
