import type { ElementType } from '../value.ts';
import type { Kernel } from './kernel.ts';

/** The types that graphs here use, by the names of the table. */
const ELEMENT_TYPES: Readonly<Record<string, ElementType>> = {
  'tensor(bfloat16)': 'bfloat16',
  'tensor(float16)': 'float16',
  'tensor(float)': 'float32',
  'tensor(int32)': 'int32',
  'tensor(int64)': 'int64',
  'tensor(uint8)': 'uint8',
  'tensor(bool)': 'bool',
};

const DOMAINS: Readonly<Record<string, string>> = {
  'ai.onnx': '',
  'com.microsoft': 'com.microsoft',
};

/**
 * The kernels of one execution provider from ONNX Runtime's docs/OperatorKernels.md, which it
 * generates from the kernels it has registered.
 *
 * @param markdown the whole file.
 * @param provider as in its headings, for example 'CUDAExecutionProvider'.
 * @throws {TypeError} if the file has no such provider, or a row that can not be read.
 */
export function parseKernelTable(markdown: string, provider: string): readonly Kernel[] {
  const heading = `## Operators implemented by ${provider}\n`;
  const [, section] = markdown.split(heading);
  if (section === undefined) throw new TypeError(`parseKernelTable: no section for ${provider}`);
  const kernels: Kernel[] = [];
  let domain: string | undefined;
  let operator = '';
  let parameters = '';
  for (const line of section.split('\n## ')[0]!.split('\n')) {
    const marked = /^\|\*\*Operator Domain:\*\* \*(.+?)\*/.exec(line)?.[1];
    if (marked !== undefined) domain = DOMAINS[marked];
    const cells = line.split('|').slice(1, -1);
    if (marked !== undefined || domain === undefined || cells.length !== 4) continue;
    const [name, signature, versions, constraints] = cells as [string, string, string, string];
    if (name !== '') [operator, parameters] = [name, signature];
    const types = typesOf(constraints);
    kernels.push({
      operator,
      domain,
      ...rangeOf(versions),
      ...signatureOf(parameters, types),
      types: Object.fromEntries(types),
    });
  }
  return kernels;
}

/** `13+`, `13` or `[11, 12]`. */
function rangeOf(cell: string): { from: number; to?: number } {
  const [from, to] = (cell.match(/\d+/g) ?? []).map(Number);
  if (from === undefined) throw new TypeError(`parseKernelTable: no version in "${cell}"`);
  return cell.endsWith('+') ? { from } : { from, to: to ?? from };
}

/** `**T** = tensor(float), tensor(float16)<br/> **U** = ...` */
function typesOf(cell: string): ReadonlyMap<string, readonly ElementType[]> {
  const variables = cell.matchAll(/\*\*(\w+)\*\* = ([^*]+)/g);
  return new Map(
    Array.from(variables, ([, name, list]) => [
      name!,
      list!.match(/(?<!seq\()tensor\(\w+\)/g)!.flatMap((type) => ELEMENT_TYPES[type] ?? []),
    ]),
  );
}

/**
 * `*in* A:**T**<br> *out* C:**T1**`; several ways to call an operator stand one after another.
 * The longest whose variables the row constrains is the one of the row's versions.
 */
function signatureOf(
  cell: string,
  types: ReadonlyMap<string, unknown>,
): { inputs: string[]; outputs: string[] } {
  const ways = cell.split('<br><br>or<br><br>').map((way) => {
    const parameters = Array.from(way.matchAll(/\*(in|out)\* [^:]+:\*\*([^*]+)\*\*/g));
    const of = (side: string): string[] =>
      parameters.flatMap(([, at, type]) => (at === side ? [ELEMENT_TYPES[type!] ?? type!] : []));
    return { inputs: of('in'), outputs: of('out') };
  });
  const unknown = ({ inputs, outputs }: (typeof ways)[number]): number =>
    [...inputs, ...outputs].filter((type) => /^[A-Z]/.test(type) && !types.has(type)).length;
  const sorted = ways.toSorted(
    (a, b) => unknown(a) - unknown(b) || b.inputs.length - a.inputs.length,
  );
  return sorted[0]!;
}
