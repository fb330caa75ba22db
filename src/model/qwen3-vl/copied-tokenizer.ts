import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Checkpoint, openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';
import { loadTokenizer } from './tokenizer.ts';

const TOKENIZER_FILES = [
  'tokenizer.json',
  'tokenizer_config.json',
  'vocab.json',
  'merges.txt',
  'added_tokens.json',
  'special_tokens_map.json',
];
const TEMPLATE_FILES = ['chat_template.jinja', 'chat_template.json'];

/** Tokens whose ids config.json gives, by its keys. */
const TOKEN_OF_KEY: Readonly<Record<string, string>> = {
  image_token_id: '<|image_pad|>',
  video_token_id: '<|video_pad|>',
  vision_start_token_id: '<|vision_start|>',
  vision_end_token_id: '<|vision_end|>',
  histo_token_id: '<|histo_pad|>',
};

const tokenizerDocument = z.object({
  added_tokens: z.array(z.object({ id: z.number(), content: z.string() })),
  model: z.object({ vocab: z.record(z.string(), z.number()) }),
});

/**
 * The files of a synthetic checkpoint with the tokenizer of another checkpoint in place of
 * theirs, and its chat template where it has one.
 *
 * @param documents by file name; their config.json says which ids special tokens have.
 * @param rows of the embedding table.
 * @throws {AuditError} for a tokenizer that gives a special token another id, or has ids
 *   beyond the embedding table.
 */
export async function withTokenizerOf(
  folder: string,
  documents: Readonly<Record<string, string>>,
  rows: number,
): Promise<Readonly<Record<string, string>>> {
  const checkpoint = await openCheckpoint(folder);
  loadTokenizer(checkpoint);
  requireIds(checkpoint, JSON.parse(documents['config.json'] ?? '{}'), rows);
  const hasTemplate = checkpoint.documents.chatTemplate !== undefined;
  const replaced = new Set([...TOKENIZER_FILES, ...(hasTemplate ? TEMPLATE_FILES : [])]);
  const kept = Object.entries(documents).filter(([name]) => !replaced.has(name));
  const found = (await readdir(folder)).filter((name) => replaced.has(name));
  const copied = await Promise.all(
    found.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
  );
  return Object.fromEntries([...kept, ...copied]);
}

function requireIds(
  { folder, documents }: Checkpoint,
  config: Readonly<Record<string, unknown>>,
  rows: number,
): void {
  const unfit = (problem: string): AuditError =>
    new AuditError({
      code: 'tokenizer-unfit',
      location: join(folder, 'tokenizer.json'),
      problem,
      remedy: 'give a checkpoint of the same model family, or leave out --tokenizer',
    });
  const parsed = tokenizerDocument.safeParse(documents.tokenizer);
  if (!parsed.success) throw unfit('has no vocabulary of tokens with ids');
  const { added_tokens: added, model } = parsed.data;
  const idOf = new Map(added.map(({ content, id }) => [content, id]));
  for (const [key, token] of Object.entries(TOKEN_OF_KEY)) {
    const [expected, found] = [config[key], idOf.get(token)];
    if (expected !== undefined && found !== expected) {
      throw unfit(`has ${token} at ${found ?? 'no id'}, expected ${expected as number}`);
    }
  }
  const ids = [...Object.values(model.vocab), ...idOf.values()];
  const largest = ids.reduce((a, b) => Math.max(a, b), 0);
  if (largest >= rows) throw unfit(`has id ${largest}; the embedding table has ${rows} rows`);
}
