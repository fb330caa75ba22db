import { z } from 'zod';
import { inputRoleSchema } from '../audit/audit-run-schema.ts';
import { fingerprintSchema, paritySchema } from '../audit/models-schema.ts';
import type { InputFile } from '../benchmark/benchmark.ts';
import type { CheckpointFingerprint } from '../checkpoint/fingerprint.ts';
import { type Device, PRECISIONS, type Precision } from '../model/model.ts';
import type { CardParity } from '../model-card/model-card.ts';

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
    /** Versions of the installed packages that read pictures and run models. */
    readonly packages: Readonly<Record<string, string>>;
  };
  readonly seed: number;
  /** Options of the command line that change the result or the report; folders among them are in `folders`. */
  readonly options: Readonly<Record<string, string | number | boolean>>;
  readonly folders: ManifestFolders;
  /** Every file that was read, in the order of the result. */
  readonly inputs: readonly ManifestInput[];
  /** The media; absent where items show none, or none was at hand. */
  readonly media?: MediaListing;
  /** Checkpoints that were opened. */
  readonly checkpoints: readonly ManifestCheckpoint[];
  /** The config with every default, secrets masked, as in result.json. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Every file of the run's folder but the manifest and its signature. */
  readonly outputs: readonly HashedFile[];
}

/** Folders that file patterns count from, relative to the run's folder. */
export interface ManifestFolders {
  readonly bench: string;
  readonly test: string;
  readonly train: string;
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
  /** Absent with `file`, and for a file that was gone when the run was written. */
  readonly sizeBytes?: number;
}

/** All media: listed one a line in a file of their own, which is among the outputs. */
export interface MediaListing {
  readonly count: number;
  /** Absent for a redacted run, which names no media. */
  readonly listedIn?: typeof mediaFile;
}

/** A line of `media.jsonl`. */
export interface ListedMedium {
  /** As rows name it. */
  readonly path: string;
  /** Where it lies, relative to the run's folder; absent for a picture that a row holds itself. */
  readonly file?: string;
  /** Absent for a medium that could not be read: nothing was there, or nothing that may be opened. */
  readonly sha256?: string;
  readonly sizeBytes?: number;
}

/** Which weights stood behind the answers of a model or grader, and whether this build's parity with the reference was shown. */
export interface ManifestCheckpoint {
  readonly name: string;
  readonly of: 'model' | 'grader';
  /** Where it lies, relative to the run's folder. */
  readonly folder: string;
  readonly fingerprint: CheckpointFingerprint;
  readonly precision: Precision;
  /** Absent: the CPU. */
  readonly device?: Exclude<Device, 'cpu'>;
  /** As on the model's card. */
  readonly parity: CardParity;
}

/** Names in a run's folder. */
export const manifestFile = 'manifest.json';
export const signatureFile = 'manifest.sig';
export const mediaFile = 'media.jsonl';

const text = z.string();
const size = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is no SHA-256 of 64 hex digits');
const hashedFile = z.strictObject({ file: text, sha256, sizeBytes: size });

const input: z.ZodType<ManifestInput> = z.strictObject({
  path: text.describe('As the result names it.'),
  role: inputRoleSchema,
  sha256,
  file: z
    .exactOptional(text)
    .describe('Where it lies, relative to the run folder; absent for what is no file.'),
  sizeBytes: z.exactOptional(size),
});

const checkpoint: z.ZodType<ManifestCheckpoint> = z.strictObject({
  name: text,
  of: z.enum(['model', 'grader']),
  folder: text.describe('Where it lies, relative to the run folder.'),
  fingerprint: fingerprintSchema,
  precision: z.enum(PRECISIONS),
  device: z.exactOptional(z.enum(['webgpu', 'cuda'])),
  parity: paritySchema,
});

/** The shape of manifest.json; `docs/schema/manifest.schema.json` is made from it. */
export const manifestSchema: z.ZodType<Manifest> = z
  .strictObject({
    manifestVersion: z.literal(1),
    createdAt: text.describe('When the run was written.'),
    tool: z.strictObject({ name: text, version: text }),
    schemaVersion: text.describe('Version of the format of result.json.'),
    environment: z.strictObject({
      node: text,
      platform: text,
      architecture: text,
      packages: z
        .record(text, text)
        .describe('Versions of the installed packages that read pictures and run models.'),
    }),
    seed: size,
    options: z
      .record(text, z.union([text, z.number(), z.boolean()]))
      .describe('Options of the command line that change the result or the report.'),
    folders: z
      .strictObject({ bench: text, test: text, train: text })
      .describe('Folders that file patterns count from, relative to the run folder.'),
    inputs: z.array(input).describe('Every file that was read.'),
    media: z
      .exactOptional(
        z.strictObject({ count: size, listedIn: z.exactOptional(z.literal(mediaFile)) }),
      )
      .describe('The media, listed one a line in media.jsonl; a redacted run lists none.'),
    checkpoints: z
      .array(checkpoint)
      .describe('Checkpoints that were opened, with their parity record.'),
    config: z
      .record(text, z.unknown())
      .describe('The config with every default filled in and secrets masked.'),
    outputs: z
      .array(hashedFile)
      .describe('Every file of the run folder but the manifest and its signature.'),
  })
  .meta({
    title: 'Touchstone manifest',
    description: 'manifest.json: what a run was made from and what it wrote.',
  });

/** A line of media.jsonl. */
export const listedMediumSchema: z.ZodType<ListedMedium> = z.strictObject({
  path: text,
  file: z.exactOptional(text),
  sha256: z.exactOptional(sha256),
  sizeBytes: z.exactOptional(size),
});

/**
 * JSON Schema (draft 2020-12) of manifest.json, as published in docs/schema/manifest.schema.json.
 *
 * @returns The schema of what is written.
 */
export function manifestJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(manifestSchema);
}
