import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { buildAffinities } from '../../model/breastgpt/affinity-graph.ts';
import { parseBreastGptConfig } from '../../model/breastgpt/config.ts';
import { buildLongNet, buildSlideProjector, slideLevels } from '../../model/breastgpt/long-net.ts';
import { parseQwen3VlConfig } from '../../model/qwen3-vl/config.ts';
import { buildDecoder } from '../../model/qwen3-vl/decoder.ts';
import { buildGreedyDecoder } from '../../model/qwen3-vl/greedy-decoder.ts';
import { buildVisionTower } from '../../model/qwen3-vl/vision-tower.ts';
import { inBfloat16, inFloat32 } from '../../runtime/open-on-cuda.ts';
import type { Graph } from '../graph.ts';
import { MICROSOFT_DOMAIN } from '../node.ts';
import { loop } from '../ops/control-flow.ts';
import { cast } from '../ops/elementwise.ts';
import { Tape } from '../tape.ts';
import { CUDA_KERNELS } from './cuda-kernels.ts';
import { findFallbacks } from './find-fallbacks.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
const qwen = await openCheckpoint(join(FIXTURES, 'tiny-qwen3vl'));
const breastGpt = await openCheckpoint(join(FIXTURES, 'tiny-breastgpt'));
const { slide } = parseBreastGptConfig(breastGpt, {});

/** Every graph as it runs on CUDA. */
const GRAPHS: Readonly<Record<string, () => Graph>> = {
  'greedy decoder': () => inBfloat16(buildGreedyDecoder(parseQwen3VlConfig(qwen), qwen)),
  decoder: () => inBfloat16(buildDecoder(parseQwen3VlConfig(qwen), qwen)),
  'vision tower': () => inBfloat16(buildVisionTower(parseQwen3VlConfig(qwen), qwen)),
  "BreastGPT's greedy decoder": () =>
    inBfloat16(buildGreedyDecoder(parseQwen3VlConfig(breastGpt), breastGpt)),
  "BreastGPT's vision tower": () =>
    inFloat32(buildVisionTower(parseQwen3VlConfig(breastGpt), breastGpt)),
  LongNet: () => inFloat32(buildLongNet(slide, breastGpt)),
  'slide projector': () => inFloat32(buildSlideProjector(slide, breastGpt, slideLevels(slide)[0]!)),
  affinities: () => inFloat32(buildAffinities(64, 'float32')),
  'affinities rounded to bfloat16': () => inFloat32(buildAffinities(64, 'bfloat16')),
};

describe('the graphs for CUDA', () => {
  it.each(Object.keys(GRAPHS))('%s: a kernel for every node and its types', (name) => {
    const graph = GRAPHS[name]!();
    expect(graph.nodes.length).toBeGreaterThan(2);
    expect(findFallbacks(graph, CUDA_KERNELS)).toEqual([]);
  });
});

describe('findFallbacks', () => {
  it('finds what the graphs would leave to the CPU as they are written', () => {
    const found = (graph: Graph) =>
      new Set(
        findFallbacks(graph, CUDA_KERNELS).map(({ operator, problem }) =>
          `${operator} ${problem}`.replace(/ \(.+/, ''),
        ),
      );
    expect(found(buildGreedyDecoder(parseQwen3VlConfig(qwen), qwen))).toEqual(
      new Set([
        'GroupQueryAttention takes no float32',
        'Equal is version 19, with kernels for 13, 11 to 12',
      ]),
    );
    expect(found(buildLongNet(slide, breastGpt))).toEqual(
      new Set([
        'ReduceMax is version 20, with kernels for 18, 1 to 17',
        'Equal is version 19, with kernels for 13, 11 to 12',
      ]),
    );
  });

  it('finds a planted node, by name, inside a loop as well', () => {
    const tape = new Tape('planted');
    const x = tape.input('x', 'bfloat16', [4]);
    const steps = loop(
      tape,
      { trips: tape.scalar(2, 'int64'), initial: [x], name: 'steps' },
      (body, _, [carried]) => ({
        condition: cast(
          body,
          body.op(
            'ReduceSum',
            [carried],
            { type: 'bfloat16', shape: [] },
            { keepdims: { int: 0 } },
          ),
          'bool',
        ),
        carried: [body.op('Identity', [carried], x)],
        collected: [body.op('TopK', [carried, body.shape([1])], x, {}, { name: 'planted-top' })],
      }),
    );
    tape.output('y', steps[0]!);
    expect(findFallbacks(tape.graph, CUDA_KERNELS)).toEqual([
      { node: 'planted-top', operator: 'TopK', problem: 'takes no bfloat16 (steps.x)' },
    ]);
  });

  const half = { type: 'float16', shape: [4] } as const;
  it.each([
    ['Erf', '', 'float32', 'has no kernel'],
    ['PackedMultiHeadAttention', MICROSOFT_DOMAIN, 'bfloat16', 'takes no bfloat16 (x)'],
    ['ArgMax', '', 'bfloat16', 'takes no bfloat16 (x)'],
    ['QuickGelu', MICROSOFT_DOMAIN, 'bfloat16', 'mixes bfloat16 and float16 (planted)'],
    ['QuickGelu', '', 'float16', 'has no kernel'],
  ] as const)('finds %s of "%s" over %s', (operator, domain, type, problem) => {
    const tape = new Tape('planted');
    const x = tape.input('x', type, [4]);
    tape.op(operator, [x], half, {}, { name: 'planted', domain });
    expect(findFallbacks(tape.graph, CUDA_KERNELS)).toEqual([
      { node: 'planted', operator, problem },
    ]);
  });

  it('finds a value declared with another type than its operator puts out', () => {
    const tape = new Tape('planted');
    const x = tape.input('x', 'float32', [4]);
    tape.op('ArgMax', [x], { type: 'int32', shape: [] }, {}, { name: 'planted' });
    expect(findFallbacks(tape.graph, CUDA_KERNELS)).toEqual([
      { node: 'planted', operator: 'ArgMax', problem: 'takes int64, not int32 (planted)' },
    ]);
  });
});
