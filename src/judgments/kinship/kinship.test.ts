import { describe, expect, test } from 'vitest';
import { areKin } from './are-kin.ts';
import { canonicalName, sameModel } from './canonical-name.ts';
import { kinOf } from './kin-of.ts';

const nothing = { models: {} };

describe('kinOf', () => {
  test.each([
    ['Qwen/Qwen3-VL-8B-Instruct', 'qwen', 'alibaba'],
    ['qwen3-max', 'qwen', 'alibaba'],
    ['Qwen2.5VL', 'qwen', 'alibaba'],
    ['QwQ-32B', 'qwen', 'alibaba'],
    ['gpt-4o-2024-05-13', 'gpt', 'openai'],
    ['GPT4', 'gpt', 'openai'],
    ['ChatGPT-0301', 'gpt', 'openai'],
    ['text_davinci_003', 'gpt', 'openai'],
    ['o1-mini-2024-09-12', 'gpt', 'openai'],
    ['openai/o3', 'gpt', 'openai'],
    ['gpt-oss-20b', 'gpt', 'openai'],
    ['claude', 'claude', 'anthropic'],
    ['claude-3-5-sonnet-20240620', 'claude', 'anthropic'],
    ['claude-opus-4', 'claude', 'anthropic'],
    ['PaLM2', 'palm', 'google'],
    ['gemini-2.5-pro', 'gemini', 'google'],
    ['gemma-2-27b-it', 'gemma', 'google'],
    ['google/medgemma-4b-it', 'gemma', 'google'],
    ['LLaMA2', 'llama', 'meta'],
    ['meta-llama/Llama-3.1-70B-Instruct', 'llama', 'meta'],
    ['vicuna-13b-v1.3', 'llama', 'lmsys'],
    ['Mixtral-8x7B-Instruct-v0.1', 'mistral', 'mistral'],
    ['ministral-8b', 'mistral', 'mistral'],
    ['mistralai/Pixtral-12B-2409', 'mistral', 'mistral'],
    ['deepseek-v3', 'deepseek', 'deepseek'],
    ['InternVL3-78B', 'internvl', 'shanghai-ai-lab'],
    ['internlm_internlm2-20b-reward', 'internlm', 'shanghai-ai-lab'],
    ['glm-4v-9b', 'glm', 'zhipu'],
    ['ChatGLM3', 'glm', 'zhipu'],
    ['Yi-34B-Chat', 'yi', '01-ai'],
    ['Falcon', 'falcon', 'tii'],
    ['Phi-3-mini-4k-instruct', 'phi', 'microsoft'],
    ['command-r-plus', 'command', 'cohere'],
    ['kimi-k2', 'kimi', 'moonshot'],
    ['Lingshu-32B', 'qwen', 'alibaba'],
    ['BreastGPT', 'qwen', undefined],
    ['HuatuoGPT-Vision-34B', 'yi', 'freedomintelligence'],
    ['HuatuoGPT-Vision', undefined, 'freedomintelligence'],
    ['HealthGPT-L14', 'phi', undefined],
    ['llava-v1.5-7b', 'llama', undefined],
  ])('tells %s by its name', (name, family, vendor) => {
    expect(kinOf(name, nothing)).toEqual({
      ...(family && { family }),
      ...(vendor && { vendor }),
      source: 'name',
    });
  });

  test.each([
    ['deepseek-r1-distill-qwen-7b', 'qwen', 'deepseek'],
    ['deepseek-ai/DeepSeek-R1-Distill-Llama-70B', 'llama', 'deepseek'],
    ['llava-v1.6-mistral-7b', 'mistral', undefined],
    ['Llama-3.1-Nemotron-70B-Instruct', 'llama', 'nvidia'],
    ['Skywork_Skywork-Reward-Gemma-2-27B', 'gemma', 'skywork'],
    ['tulu-2-mistral-7b', 'mistral', 'ai2'],
    ['gpt4-x-vicuna-13b', 'llama', 'lmsys'],
    ['claude2-alpaca-13b', 'llama', 'stanford'],
    ['MiniCPM-Llama3-V-2_5', 'llama', 'openbmb'],
    ['weighted_alpaca_eval_gpt4_turbo', 'gpt', 'openai'],
  ])('decides %s, which two entries fit, by the rule', (name, family, vendor) => {
    expect(kinOf(name, nothing)).toEqual({ family, ...(vendor && { vendor }), source: 'name' });
  });

  test.each([
    'expert',
    'author_2',
    'answer 1',
    'Claude Shannon',
    'Gemma Jones',
    'Yi Zhang',
    'Phillips',
    'commander',
    'llamas-and-friends',
    'specialist',
    'constructor',
    '',
  ])('leaves %s unknown', (name) => {
    expect(kinOf(name, nothing)).toEqual({ source: 'unknown' });
  });

  test('lets the config win, key by key', () => {
    const models = { 'gpt-4': { family: 'House' }, mine: { family: 'Qwen', vendor: 'Clinic' } };
    expect(kinOf('gpt-4', { models })).toEqual({
      family: 'house',
      vendor: 'openai',
      source: 'config',
    });
    expect(kinOf('mine', { models })).toEqual({
      family: 'qwen',
      vendor: 'clinic',
      source: 'config',
    });
  });
});

test('areKin says nothing where either is unknown', () => {
  const [gemma, gemini] = [kinOf('gemma-2', nothing), kinOf('gemini-pro', nothing)];
  expect(areKin(gemma, gemini, 'family')).toBe(false);
  expect(areKin(gemma, gemini, 'vendor')).toBe(true);
  expect(areKin(gemma, kinOf('expert', nothing), 'family')).toBeUndefined();
});

test.each([
  ['Qwen/Qwen3-VL-8B-Instruct', 'qwen3-vl_8b instruct', true],
  ['openai/gpt-4', 'GPT-4', true],
  ['claude-3.5-sonnet', 'claude-3-5-sonnet', true],
  ['hub.example/openai/gpt-4', 'gpt-4', true],
  ['gpt-4', 'gpt-4-0613', false],
  ['GPT-4 / Vanilla', 'GPT-4 / Swap', false],
  ['GPT-4 / Vanilla', 'PaLM2 / Vanilla', false],
])('%s and %s are one model: %s', (one, other, same) => {
  expect(sameModel(one, other)).toBe(same);
  expect(canonicalName(one) === canonicalName(other)).toBe(same);
});
