import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { checkSignature, makeKeyPair, signManifest } from './signature.ts';

const bytes = Buffer.from('{"manifestVersion":1}\n');
const pair = makeKeyPair();
const location = 'touchstone.pem';
const signed = (): string => JSON.stringify(signManifest(bytes, pair.privateKey, { location }));
const ours = { pem: pair.publicKey, location };

describe('a signature', () => {
  test('holds for the bytes that were signed and the key that signed them', () => {
    expect(checkSignature(bytes, signed(), ours)).toEqual({ status: 'valid', keyId: pair.keyId });
    // Ed25519 draws nothing: the same key signs the same bytes alike.
    expect(signed()).toBe(signed());
  });

  test.each([
    ['one byte of the manifest is another', Buffer.from('{"manifestVersion":2}\n'), signed(), ours],
    ['it is of another key', bytes, signed(), { pem: makeKeyPair().publicKey, location }],
    ['the file holds anything else', bytes, 'signed, honestly', ours],
    [
      'it names our key over the signature of another',
      bytes,
      JSON.stringify({
        ...signManifest(bytes, makeKeyPair().privateKey, { location }),
        keyId: pair.keyId,
      }),
      ours,
    ],
  ])('is invalid where %s', (_, content, text, key) => {
    expect(checkSignature(content, text, key).status).toBe('invalid');
  });

  test('is neither valid nor invalid without a key to check it with', () => {
    expect(checkSignature(bytes, signed(), undefined).status).toBe('unchecked');
    expect(checkSignature(bytes, undefined, ours).status).toBe('absent');
  });

  test('takes an encrypted key with its passphrase alone', () => {
    const locked = makeKeyPair('open sesame');
    expect(locked.privateKey).toContain('ENCRYPTED');
    const signature = signManifest(bytes, locked.privateKey, {
      location,
      passphrase: 'open sesame',
    });
    expect(
      checkSignature(bytes, JSON.stringify(signature), { pem: locked.publicKey, location }).status,
    ).toBe('valid');
    expect(() => signManifest(bytes, locked.privateKey, { location })).toThrow(
      /touchstone.pem: can not be read as a key .*--passphrase-env/,
    );
  });

  test('refuses a key of another kind, and a private key for a public one', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = rsa.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    expect(() => signManifest(bytes, pem, { location })).toThrow('is a key of kind rsa');
    expect(() => checkSignature(bytes, signed(), { pem: pair.privateKey, location })).toThrow(
      'holds a private key',
    );
  });
});
