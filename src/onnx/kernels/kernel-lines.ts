import type { ElementType } from '../value.ts';
import type { Kernel } from './kernel.ts';

/** A kernel in one line: `Gather 13+ (T, Tind) (T) T: float32 int64; Tind: int32 int64`. */
export function kernelLine(kernel: Kernel): string {
  const { operator, domain, from, to, inputs, outputs, types } = kernel;
  const name = domain === '' ? operator : `${domain}.${operator}`;
  const versions = to === undefined ? `${from}+` : `${from}-${to}`;
  const variables = Object.entries(types).map(([variable, list]) =>
    [`${variable}:`, ...list].join(' '),
  );
  return `${name} ${versions} (${inputs.join(', ')}) (${outputs.join(', ')}) ${variables.join('; ')}`;
}

/**
 * Reads lines that `kernelLine` wrote.
 *
 * @throws {TypeError} for a line that is none.
 */
export function readKernelLines(text: string): readonly Kernel[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const found = /^(?:(.+)\.)?(\w+) (\d+)(?:\+|-(\d+)) \((.*?)\) \((.*?)\) (.*)$/.exec(line);
      if (found === null) throw new TypeError(`readKernelLines: no kernel in "${line}"`);
      const [, domain = '', operator, from, to, inputs, outputs, variables] = found;
      return {
        operator: operator!,
        domain,
        from: Number(from),
        ...(to === undefined ? {} : { to: Number(to) }),
        inputs: inputs!.split(', '),
        outputs: outputs!.split(', '),
        types: Object.fromEntries(variables!.split('; ').map(readVariable)),
      };
    });
}

function readVariable(text: string): [string, ElementType[]] {
  const [name, ...types] = text.split(/:? +/);
  return [name!, types.filter((type) => type !== '') as ElementType[]];
}
