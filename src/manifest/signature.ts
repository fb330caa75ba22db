import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { z } from 'zod';
import { AuditError } from '../errors.ts';
import { hashBytes } from './hash-file.ts';

/** A signature over the exact bytes of manifest.json. */
export interface Signature {
  readonly algorithm: 'Ed25519';
  /** First 16 hex digits of the SHA-256 of the public key (SPKI, DER). */
  readonly keyId: string;
  /** Base64. */
  readonly signature: string;
}

/** What came of checking a signature. */
export type SignatureCheck =
  | { readonly status: 'valid'; readonly keyId: string }
  | { readonly status: 'unchecked'; readonly keyId: string; readonly reason: string }
  | { readonly status: 'absent'; readonly reason: string }
  | { readonly status: 'invalid'; readonly reason: string };

const signatureSchema: z.ZodType<Signature> = z.strictObject({
  algorithm: z.literal('Ed25519'),
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  signature: z.base64(),
});

/**
 * Signs a manifest.
 *
 * @param privateKeyPem An Ed25519 key in PEM (PKCS #8), encrypted or not.
 * @param passphrase Of an encrypted key.
 * @throws {AuditError} if the key can't be read or is of another kind.
 */
export function signManifest(
  bytes: Uint8Array,
  privateKeyPem: string,
  options: { readonly location: string; readonly passphrase?: string },
): Signature {
  const key = privateKey(privateKeyPem, options);
  const signature = sign(null, bytes, key).toString('base64');
  return { algorithm: 'Ed25519', keyId: keyIdOf(createPublicKey(key)), signature };
}

/**
 * Checks the text of a signature file.
 *
 * @param text Undefined where there is none.
 * @param publicKeyPem Undefined: the signature is only read.
 * @throws {AuditError} if the key can't be read or is of another kind, signed or not.
 */
export function checkSignature(
  bytes: Uint8Array,
  text: string | undefined,
  publicKeyPem: { readonly pem: string; readonly location: string } | undefined,
): SignatureCheck {
  // First: a key that can't be used is the user's to mend, whatever the run.
  const key = publicKeyPem && publicKey(publicKeyPem.pem, publicKeyPem.location);
  if (text === undefined) return { status: 'absent', reason: 'The manifest is not signed.' };
  const signature = readSignature(text);
  if (signature === undefined)
    return { status: 'invalid', reason: 'The signature file holds no signature.' };
  const { keyId } = signature;
  if (key === undefined)
    return { status: 'unchecked', keyId, reason: 'No public key was given to check it with.' };
  const own = keyIdOf(key);
  if (own !== keyId)
    return { status: 'invalid', reason: `It is signed by key ${keyId}, not by ${own}.` };
  return verify(null, bytes, key, Buffer.from(signature.signature, 'base64'))
    ? { status: 'valid', keyId }
    : { status: 'invalid', reason: 'The manifest is not the one that was signed.' };
}

/** A new pair of keys in PEM. */
export function makeKeyPair(passphrase?: string): {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly keyId: string;
} {
  const pair = generateKeyPairSync('ed25519');
  return {
    privateKey: pair.privateKey
      .export({
        format: 'pem',
        type: 'pkcs8',
        ...(passphrase !== undefined && { cipher: 'aes-256-cbc', passphrase }),
      })
      .toString(),
    publicKey: pair.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    keyId: keyIdOf(pair.publicKey),
  };
}

function readSignature(text: string): Signature | undefined {
  try {
    return signatureSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function keyIdOf(key: KeyObject): string {
  return hashBytes(key.export({ format: 'der', type: 'spki' })).slice(0, 16);
}

function privateKey(
  pem: string,
  { location, passphrase }: { readonly location: string; readonly passphrase?: string },
): KeyObject {
  const key = readKey(location, () =>
    createPrivateKey({ key: pem, ...(passphrase !== undefined && { passphrase }) }),
  );
  return requireEd25519(key, location);
}

function publicKey(pem: string, location: string): KeyObject {
  if (/PRIVATE KEY/.test(pem)) {
    throw new AuditError({
      code: 'key-unusable',
      location,
      problem: 'holds a private key',
      remedy: 'name the file of the public key',
    });
  }
  return requireEd25519(
    readKey(location, () => createPublicKey(pem)),
    location,
  );
}

function readKey(location: string, read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch (cause) {
    throw new AuditError({
      code: 'key-unusable',
      location,
      problem: `can not be read as a key (${(cause as Error).message})`,
      remedy:
        'name a PEM file; of an encrypted one name the variable with its passphrase in --passphrase-env',
      cause,
    });
  }
}

function requireEd25519(key: KeyObject, location: string): KeyObject {
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new AuditError({
    code: 'key-unusable',
    location,
    problem: `is a key of kind ${key.asymmetricKeyType ?? 'unknown'}, not Ed25519`,
    remedy: 'make one with audit keygen',
  });
}
