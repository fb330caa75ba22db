/**
 * Writes src/onnx/kernels/cuda-kernels.ts from ONNX Runtime's docs/OperatorKernels.md.
 *
 *     npx tsc -p tsconfig.bench.json
 *     node .cache/bench/bench/cuda-kernels.js OperatorKernels.md <commit> [operator ...]
 *
 * Without operators the ones the file has now are written again.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { CUDA_KERNELS } from '../src/onnx/kernels/cuda-kernels.ts';
import { kernelLine } from '../src/onnx/kernels/kernel-lines.ts';
import { parseKernelTable } from '../src/onnx/kernels/parse-kernel-table.ts';

const [file, commit, ...asked] = process.argv.slice(2);
if (file === undefined || commit === undefined) {
  throw new TypeError('cuda-kernels: give OperatorKernels.md and the commit it comes from');
}
const operators = new Set(asked.length > 0 ? asked : CUDA_KERNELS.map(({ operator }) => operator));
const rows = parseKernelTable(readFileSync(file, 'utf8'), 'CUDAExecutionProvider').filter(
  ({ operator }) => operators.has(operator),
);
const missing = [...operators].filter((name) => rows.every(({ operator }) => operator !== name));
if (missing.length > 0) console.warn(`no CUDA kernel at all: ${missing.join(', ')}`);

writeFileSync(
  'src/onnx/kernels/cuda-kernels.ts',
  `import type { Kernel } from './kernel.ts';
import { readKernelLines } from './kernel-lines.ts';

/**
 * The kernels of ONNX Runtime's CUDA provider for the operators that graphs here use.
 *
 * Facts from https://github.com/microsoft/onnxruntime, docs/OperatorKernels.md (MIT licence) at
 * commit ${commit}; written by bench/cuda-kernels.ts.
 */
export const CUDA_KERNELS: readonly Kernel[] = readKernelLines(\`
${rows.map(kernelLine).join('\n')}
\`);
`,
);
