import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { parseQwen3VlConfig } from './config.ts';
import { parseGenerationDefaults } from './generation-defaults.ts';
import { stockImageProcessor } from './image-processor.ts';

const tiny = await openCheckpoint(join(import.meta.dirname, '../../../test/fixtures/tiny-qwen3vl'));

function withDocuments(documents: Partial<Checkpoint['documents']>): Checkpoint {
  return { ...tiny, folder: 'm', documents: { ...tiny.documents, ...documents } };
}

/** The tiny config with some values replaced, inside its sections too. */
function changed(changes: Record<string, unknown>): Checkpoint {
  const config = structuredClone(tiny.documents.config) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const parent = keys
      .slice(0, -1)
      .reduce((node, key) => node[key] as Record<string, unknown>, config);
    parent[keys.at(-1)!] = value;
  }
  return withDocuments({ config });
}

describe('parseQwen3VlConfig', () => {
  it('takes row counts from the tensors, not from the config', () => {
    const config = parseQwen3VlConfig(
      changed({ 'text_config.vocab_size': 9, 'vision_config.num_position_embeddings': 9 }),
    );
    expect(config.text.vocabularySize).toBe(2048);
    expect(config.vision.positionEmbeddings).toBe(144);
  });

  it('reads the rope settings of newer releases as well', () => {
    const rope = { mrope_section: [6, 5, 5], rope_theta: 5_000_000, rope_type: 'default' };
    const config = parseQwen3VlConfig(
      changed({
        'text_config.rope_scaling': null,
        'text_config.rope_theta': undefined,
        'text_config.rope_parameters': rope,
      }),
    );
    expect(config).toEqual(parseQwen3VlConfig(tiny));
  });

  it.each([
    [{ model_type: 'llava' }, 'm/config.json: has model_type "llava"; the architecture'],
    [{ 'text_config.hidden_size': -1 }, 'm/config.json: "text_config.hidden_size": '],
    [
      { 'vision_config.deepstack_visual_indexes': [0, 1, 4] },
      'm/config.json: "vision_config": a deepstack_visual_indexes entry is not below depth',
    ],
    [{ 'text_config.hidden_act': 'relu' }, 'm/config.json: "text_config.hidden_act": '],
    [{ 'text_config.attention_bias': true }, 'm/config.json: "text_config.attention_bias": '],
    [
      { 'text_config.rope_scaling.rope_type': 'yarn' },
      'm/config.json: "text_config.rope_scaling.rope_type": ',
    ],
    [
      { 'text_config.rope_scaling': null },
      'm/config.json: "text_config": neither rope_scaling nor rope_parameters',
    ],
    [
      { 'text_config.hidden_size': 64 },
      'has tensor model.language_model.embed_tokens.weight BF16[2048, 128], expected [any, 64]',
    ],
  ])('refuses %o in one line', (changes, message) => {
    expect(() => parseQwen3VlConfig(changed(changes))).toThrow(message);
  });
});

describe('parseGenerationDefaults', () => {
  it('is greedy without a generation_config.json, and stops where config.json says', () => {
    expect(parseGenerationDefaults(withDocuments({ generationConfig: undefined }))).toEqual({
      sampling: { kind: 'greedy' },
      stopIds: [2002],
    });
  });

  it('names a value that can not be used', () => {
    expect(() =>
      parseGenerationDefaults(withDocuments({ generationConfig: { temperature: 0 } })),
    ).toThrow('m/generation_config.json: "temperature": ');
  });
});

describe('stockImageProcessor', () => {
  it('refuses a normalisation other than the one it does', () => {
    const size = { shortest_edge: 65_536, longest_edge: 16_777_216 };
    const preprocessorConfig = { size, image_mean: [0.48, 0.46, 0.41] };
    const config = parseQwen3VlConfig(tiny);
    expect(() => stockImageProcessor(withDocuments({ preprocessorConfig }), config)).toThrow(
      'm/preprocessor_config.json: "image_mean.0": ',
    );
  });
});
