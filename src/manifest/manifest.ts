import { z } from 'zod';
import type { InputFile } from '../benchmark/benchmark.ts';

/** What a run was made from and what it wrote, so that anybody can tell later whether any of it has changed. */
export interface Manifest {
  readonly manifestVersion: 1;
  /** When the run was written: with `environment` all that differs between equal runs. */
  readonly createdAt: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly schemaVersion: string;
  readonly environment: {
    readonly node: string;
    readonly platform: string;
    readonly architecture: string;
  };
  readonly seed: number;
  /** Folders that file patterns count from, relative to the run's folder. */
  readonly folders: { readonly bench: string; readonly test: string; readonly train: string };
  /** Every file that was read, in the order of the result. */
  readonly inputs: readonly ManifestInput[];
  /** The media; absent where none was at hand. */
  readonly media?: MediaListing;
  readonly models: readonly ManifestModel[];
  /** The config with every default, secrets masked, as in result.json. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Every file of the run's folder but the manifest and its signature. */
  readonly outputs: readonly HashedFile[];
}

/** A file by name and content. */
export interface HashedFile {
  readonly file: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** A file that the run has read. */
export interface ManifestInput {
  /** As the result names it. */
  readonly path: string;
  readonly role: InputFile['role'];
  readonly sha256: string;
  /** Where it lies, relative to the run's folder; absent for what is no file, such as the outcomes of a journal. */
  readonly file?: string;
}

/** All media: listed one a line in a file of their own, which is among the outputs. */
export interface MediaListing {
  readonly count: number;
  /** `media.jsonl`; absent for a redacted run, which names no media. */
  readonly listedIn?: string;
}

/** A line of `media.jsonl`. */
export interface ListedMedium {
  /** As rows name it. */
  readonly path: string;
  /** Where it lies, relative to the run's folder. */
  readonly file: string;
  readonly sha256: string;
}

/** Which weights stood behind a model's answers, and whether this build's parity with the reference was shown. */
export interface ManifestModel {
  readonly name: string;
  readonly fingerprint?: string;
  readonly precision?: string;
  readonly parity?: { readonly verdict: string; readonly build?: string };
}

const text = z.string();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 of 64 hex digits');
const hashedFile = z.strictObject({ file: text, sha256, sizeBytes: z.int().min(0) });

/** The shape of manifest.json; `docs/schema/manifest.schema.json` is made from it. */
export const manifestSchema: z.ZodType<Manifest> = z
  .strictObject({
    manifestVersion: z.literal(1),
    createdAt: text.describe('When the run was written.'),
    tool: z.strictObject({ name: text, version: text }),
    schemaVersion: text,
    environment: z.strictObject({ node: text, platform: text, architecture: text }),
    seed: z.int().min(0),
    folders: z
      .strictObject({ bench: text, test: text, train: text })
      .describe('Folders that file patterns count from, relative to the run folder.'),
    inputs: z.array(
      z.strictObject({
        path: text,
        role: z.enum([
          'config',
          'test',
          'train',
          'parent',
          'predictions',
          'judgments',
          'journal',
          'claims',
          'disclosure',
          'policy',
          'media',
        ]),
        sha256,
        file: z.exactOptional(text),
      }),
    ),
    media: z.exactOptional(
      z.strictObject({ count: z.int().min(0), listedIn: z.exactOptional(text) }),
    ),
    models: z.array(
      z.strictObject({
        name: text,
        fingerprint: z.exactOptional(text),
        precision: z.exactOptional(text),
        parity: z.exactOptional(z.strictObject({ verdict: text, build: z.exactOptional(text) })),
      }),
    ),
    config: z.record(text, z.unknown()),
    outputs: z.array(hashedFile),
  })
  .meta({
    title: 'Touchstone manifest',
    description: 'manifest.json: what a run was made from and what it wrote.',
  });

/** A line of media.jsonl. */
export const listedMediumSchema: z.ZodType<ListedMedium> = z.strictObject({
  path: text,
  file: text,
  sha256,
});

/** Names in a run's folder. */
export const manifestFile = 'manifest.json';
export const signatureFile = 'manifest.sig';
export const mediaFile = 'media.jsonl';

/**
 * JSON Schema (draft 2020-12) of manifest.json, as published in docs/schema/manifest.schema.json.
 *
 * @returns The schema of what is written.
 */
export function manifestJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(manifestSchema);
}
