import type { Kin } from './kinship.ts';

/**
 * What a word in a model's name tells.
 *
 * `open`: a family whose weights others train on; `closed`: one whose weights nobody else has;
 * `derived`: a model trained from another family's weights, whose own name tells who published it
 * and, where all its versions have one base, that base.
 */
export interface NameEntry extends Kin {
  /** A regular expression on a lower-case name; it must not touch other letters. */
  readonly word: string;
  readonly kind: 'open' | 'closed' | 'derived';
}

/** At the name's end, or before what only a model's name goes on with: `Claude Shannon` is no model. */
const versioned = (...words: readonly string[]): string =>
  `(?=$|[^a-z0-9]*(?:v?\\d|${words.join('|')}))`;

/**
 * Common models. Gemma is a family of its own: it learnt from Gemini, and its weights are others;
 * by vendor both are Google's. InternVL is one too, although its language models differ by size.
 *
 * A derived model has a base here only where its name and size fix it; `kin.models` of a config
 * corrects the table.
 */
export const nameEntries: readonly NameEntry[] = [
  { word: 'qwen|qwenvl|qwq|qvq|tongyi', kind: 'open', family: 'qwen', vendor: 'alibaba' },
  { word: 'gpt[-_ ]?oss', kind: 'open', family: 'gpt', vendor: 'openai' },
  { word: 'gpt|chatgpt|(?:text[-_ ])?davinci', kind: 'closed', family: 'gpt', vendor: 'openai' },
  { word: 'o[134](?!\\d)', kind: 'closed', family: 'gpt', vendor: 'openai' },
  {
    word: `claude${versioned('instant', 'opus', 'sonnet', 'haiku')}`,
    kind: 'closed',
    family: 'claude',
    vendor: 'anthropic',
  },
  { word: 'gemini', kind: 'closed', family: 'gemini', vendor: 'google' },
  {
    word: `(?:med)?palm${versioned('bison', 'm')}`,
    kind: 'closed',
    family: 'palm',
    vendor: 'google',
  },
  {
    word: `(?:code|data|med|pali|shield|tx)?gemma${versioned('it', 'pt')}`,
    kind: 'open',
    family: 'gemma',
    vendor: 'google',
  },
  { word: '(?:code)?llama', kind: 'open', family: 'llama', vendor: 'meta' },
  {
    word: '(?:mis|mix|minis|pix|codes|magis|maths|devs)tral',
    kind: 'open',
    family: 'mistral',
    vendor: 'mistral',
  },
  { word: 'deepseek', kind: 'open', family: 'deepseek', vendor: 'deepseek' },
  { word: 'intern[-_ ]?vl', kind: 'open', family: 'internvl', vendor: 'shanghai-ai-lab' },
  { word: 'intern[-_ ]?lm', kind: 'open', family: 'internlm', vendor: 'shanghai-ai-lab' },
  { word: '(?:chat|code|cog)?glm', kind: 'open', family: 'glm', vendor: 'zhipu' },
  {
    word: `yi${versioned('vl', 'large', 'medium', 'lightning', 'coder', 'chat')}`,
    kind: 'open',
    family: 'yi',
    vendor: '01-ai',
  },
  { word: 'falcon', kind: 'open', family: 'falcon', vendor: 'tii' },
  { word: `phi${versioned('mini', 'silica')}`, kind: 'open', family: 'phi', vendor: 'microsoft' },
  {
    word: 'command[-_ ](?:r|a|light|nightly|xlarge)|cohere',
    kind: 'open',
    family: 'command',
    vendor: 'cohere',
  },
  { word: 'grok', kind: 'closed', family: 'grok', vendor: 'xai' },
  {
    word: `kimi${versioned('k', 'vl', 'latest', 'thinking')}|moonshot`,
    kind: 'open',
    family: 'kimi',
    vendor: 'moonshot',
  },
  {
    word: 'ernie[-_ ]?(?:bot|\\d|vl|x|speed|lite)',
    kind: 'open',
    family: 'ernie',
    vendor: 'baidu',
  },
  { word: 'hunyuan', kind: 'open', family: 'hunyuan', vendor: 'tencent' },
  { word: 'minicpm', kind: 'open', family: 'minicpm', vendor: 'openbmb' },
  { word: 'baichuan', kind: 'open', family: 'baichuan', vendor: 'baichuan' },
  { word: 'doubao', kind: 'closed', family: 'doubao', vendor: 'bytedance' },
  { word: 'olmo', kind: 'open', family: 'olmo', vendor: 'ai2' },
  { word: 'granite', kind: 'open', family: 'granite', vendor: 'ibm' },

  { word: 'vicuna', kind: 'derived', family: 'llama', vendor: 'lmsys' },
  { word: 'alpaca', kind: 'derived', family: 'llama', vendor: 'stanford' },
  { word: 'koala', kind: 'derived', family: 'llama', vendor: 'berkeley' },
  { word: 'guanaco', kind: 'derived', family: 'llama' },
  { word: 't[uü]lu', kind: 'derived', family: 'llama', vendor: 'ai2' },
  { word: 'molmo', kind: 'derived', vendor: 'ai2' },
  { word: 'zephyr', kind: 'derived', family: 'mistral', vendor: 'huggingface' },
  { word: 'nemotron', kind: 'derived', vendor: 'nvidia' },
  { word: 'hermes', kind: 'derived', vendor: 'nous' },
  { word: 'skywork', kind: 'derived', vendor: 'skywork' },
  { word: 'judgelm', kind: 'derived', family: 'llama' },
  { word: 'pandalm', kind: 'derived', family: 'llama' },
  { word: 'auto-?j', kind: 'derived', family: 'llama' },
  { word: 'prometheus[-_ ](?:7b|8x7b)[-_ ]v2(?:\\.0)?', kind: 'derived', family: 'mistral' },
  { word: 'llava', kind: 'derived' },
  { word: 'llava[-_ ]v?1\\.5(?![-_ ]mistral)', kind: 'derived', family: 'llama' },
  { word: 'llava[-_ ]med', kind: 'derived', vendor: 'microsoft' },
  { word: 'lingshu', kind: 'derived', family: 'qwen', vendor: 'alibaba' },
  { word: 'huatuogpt[-_ ]vision', kind: 'derived', vendor: 'freedomintelligence' },
  {
    word: 'huatuogpt[-_ ]vision[-_ ]7b',
    kind: 'derived',
    family: 'qwen',
    vendor: 'freedomintelligence',
  },
  {
    word: 'huatuogpt[-_ ]vision[-_ ]34b',
    kind: 'derived',
    family: 'yi',
    vendor: 'freedomintelligence',
  },
  { word: 'healthgpt', kind: 'derived' },
  { word: 'healthgpt[-_ ](?:m3|l14)', kind: 'derived', family: 'phi' },
  { word: 'healthgpt[-_ ]xl32', kind: 'derived', family: 'qwen' },
  { word: 'breastgpt', kind: 'derived', family: 'qwen' },
];
