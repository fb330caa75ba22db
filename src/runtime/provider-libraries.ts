import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { arch, platform } from 'node:process';

/** The library of an execution provider that is not part of the npm package. */
export interface ProviderLibrary {
  readonly path: string;
  readonly isThere: boolean;
}

/**
 * The libraries ONNX Runtime loads for a provider that its npm package does not bundle. It lists
 * such a provider as supported whether they are there or not.
 *
 * @param packageFolder of onnxruntime-node.
 */
export function providerLibraries(
  provider: string,
  packageFolder: string = onnxRuntimeFolder(),
): readonly ProviderLibrary[] {
  const folder = join(packageFolder, 'bin/napi-v6', platform, arch);
  return ['shared', provider].map((part) => {
    const name = `onnxruntime_providers_${part}`;
    const path = join(folder, platform === 'win32' ? `${name}.dll` : `lib${name}.so`);
    return { path, isThere: existsSync(path) };
  });
}

/** @throws {Error} if onnxruntime-node is not installed. */
export function onnxRuntimeFolder(): string {
  // The package's main file is dist/index.js.
  return join(createRequire(import.meta.url).resolve('onnxruntime-node'), '../..');
}
