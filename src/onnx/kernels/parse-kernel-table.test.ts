import { describe, expect, it } from 'vitest';
import { kernelLine, readKernelLines } from './kernel-lines.ts';
import { parseKernelTable } from './parse-kernel-table.ts';

/** Made up, in the form of ONNX Runtime's docs/OperatorKernels.md. */
const TABLE = `
## Operators implemented by CPUExecutionProvider

| Op Name | Parameters | OpSet Version | Types Supported |
|---------|------------|---------------|-----------------|
|**Operator Domain:** *ai.onnx*||||
|Gather|*in* data:**T**<br> *out* output:**T**|1+|**T** = tensor(double)|
| |

## Operators implemented by CUDAExecutionProvider

| Op Name | Parameters | OpSet Version | Types Supported |
|---------|------------|---------------|-----------------|
|**Operator Domain:** *ai.onnx*||||
|Gather|*in* data:**T**<br> *in* indices:**Tind**<br> *out* output:**T**|13+|**T** = tensor(bfloat16), tensor(double), tensor(float)<br/> **Tind** = tensor(int32), tensor(int64)|
|||[11, 12]|**T** = tensor(float)<br/> **Tind** = tensor(int64)|
|||10|**T** = tensor(float)<br/> **Tind** = tensor(int64)|
|Loop|*in* M:**I**<br> *in* v:**V**<br> *out* w:**V**|19+|**I** = tensor(int64)<br/> **V** = seq(tensor(float16)), tensor(bool)|
|Pad|*in* data:**T**<br> *out* output:**T**<br><br>or<br><br>*in* data:**T**<br> *in* pads:**tensor(int64)**<br> *out* output:**T**|2+|**T** = tensor(float)|
| |
| |
|**Operator Domain:** *com.microsoft*||||
|QuickGelu|*in* X:**T**<br> *out* Y:**T**|1+|**T** = tensor(float16)|
| |
|**Operator Domain:** *com.ms.internal.nhwc*||||
|Conv|*in* X:**T**<br> *out* Y:**T**|1+|**T** = tensor(float)|
| |
`;

const KERNELS = [
  {
    operator: 'Gather',
    domain: '',
    from: 13,
    inputs: ['T', 'Tind'],
    outputs: ['T'],
    types: { T: ['bfloat16', 'float32'], Tind: ['int32', 'int64'] },
  },
  ...[
    { from: 11, to: 12 },
    { from: 10, to: 10 },
  ].map((range) => ({
    operator: 'Gather',
    domain: '',
    ...range,
    inputs: ['T', 'Tind'],
    outputs: ['T'],
    types: { T: ['float32'], Tind: ['int64'] },
  })),
  {
    operator: 'Loop',
    domain: '',
    from: 19,
    inputs: ['I', 'V'],
    outputs: ['V'],
    types: { I: ['int64'], V: ['bool'] },
  },
  {
    operator: 'Pad',
    domain: '',
    from: 2,
    inputs: ['T', 'int64'],
    outputs: ['T'],
    types: { T: ['float32'] },
  },
  {
    operator: 'QuickGelu',
    domain: 'com.microsoft',
    from: 1,
    inputs: ['T'],
    outputs: ['T'],
    types: { T: ['float16'] },
  },
];

describe('parseKernelTable', () => {
  it('reads the versions, parameters and types of one provider', () => {
    expect(parseKernelTable(TABLE, 'CUDAExecutionProvider')).toEqual(KERNELS);
  });

  it('refuses a table without the provider', () => {
    expect(() => parseKernelTable(TABLE, 'DmlExecutionProvider')).toThrow(
      new TypeError('parseKernelTable: no section for DmlExecutionProvider'),
    );
  });
});

describe('readKernelLines', () => {
  it('reads back what kernelLine writes', () => {
    const kernels = parseKernelTable(TABLE, 'CUDAExecutionProvider');
    expect(kernelLine(kernels[1]!)).toBe('Gather 11-12 (T, Tind) (T) T: float32; Tind: int64');
    expect(readKernelLines(kernels.map(kernelLine).join('\n'))).toEqual(KERNELS);
    expect(() => readKernelLines('Gather')).toThrow(
      new TypeError('readKernelLines: no kernel in "Gather"'),
    );
  });
});
