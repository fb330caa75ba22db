import { join } from 'node:path';
import ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { parseQwen3VlConfig } from '../../model/qwen3-vl/config.ts';
import { buildGreedyDecoder } from '../../model/qwen3-vl/greedy-decoder.ts';
import { visionInputs } from '../../model/qwen3-vl/vision-inputs.ts';
import { buildVisionTower } from '../../model/qwen3-vl/vision-tower.ts';
import { GreedyDecoder } from '../../runtime/decoder/greedy-decoder.ts';
import { see } from '../../runtime/encoder/vision-session.ts';
import { createSession } from '../../runtime/session.ts';
import { type Graph, subgraphsOf } from '../graph.ts';
import type { Node } from '../node.ts';
import { loop } from '../ops/control-flow.ts';
import { add, cast } from '../ops/elementwise.ts';
import { serializeModel } from '../serialize.ts';
import { Tape } from '../tape.ts';
import { mapWeights } from './map-weights.ts';
import { narrowFloats } from './narrow-floats.ts';

const folder = join(import.meta.dirname, '../../../test/fixtures/tiny-qwen3vl');
const checkpoint = await openCheckpoint(folder);
const config = parseQwen3VlConfig(checkpoint);

const BUILDERS = { 'greedy decoder': buildGreedyDecoder, 'vision tower': buildVisionTower };

function allNodes(graph: Graph): readonly Node[] {
  return graph.nodes.flatMap((node) => [node, ...subgraphsOf(node).flatMap(allNodes)]);
}

describe.each(Object.entries(BUILDERS))('%s in bfloat16', (_, build) => {
  const graph = build(config, checkpoint);
  narrowFloats(graph, 'bfloat16');

  it('reads every stored weight as it is, without a cast', () => {
    const reads = allNodes(graph).flatMap(({ operator, inputs }) =>
      inputs.flatMap((value) =>
        value?.initializer?.kind === 'external' ? [[operator, value.type]] : [],
      ),
    );
    expect(reads.length).toBeGreaterThan(20);
    expect(new Set(reads.map(([operator]) => operator)).has('Cast')).toBe(false);
    expect(new Set(reads.map(([, type]) => type))).toEqual(new Set(['bfloat16']));
  });

  it('multiplies, attends and normalises in bfloat16, and keeps the border in float32', () => {
    const heavy = /Gemm|Attention|Normalization/;
    const types = allNodes(graph)
      .filter(({ operator }) => heavy.test(operator))
      .map(({ outputs }) => outputs[0]!.type);
    expect(new Set(types)).toEqual(new Set(['bfloat16']));
    for (const { type } of [...graph.inputs, ...graph.outputs]) expect(type).not.toBe('bfloat16');
  });

  it('passes the type checks of ONNX Runtime, which then lacks the kernels on a CPU alone', async () => {
    const loading = ort.InferenceSession.create(serializeModel(graph), {
      logSeverityLevel: 4,
      extra: { session: { model_external_initializers_file_folder_path: folder } },
    });
    await expect(loading).rejects.toThrow(/^Could not find an implementation for Gemm\(13\)/);
  });
});

describe('float16, which a CPU can compute as well', () => {
  it('keeps the vision features near those of float32', async () => {
    const grid = { height: 8, width: 12 };
    const { patchSize, temporalPatchSize } = config.vision;
    const width = 3 * temporalPatchSize * patchSize ** 2;
    const patches = Float32Array.from({ length: 96 * width }, (_, i) => Math.sin(i * 0.37));
    expect(visionInputs(config, grid).cos.length).toBeGreaterThan(0);
    const features = async (narrow: boolean) => {
      const graph = buildVisionTower(config, checkpoint);
      if (narrow) narrowFloats(graph, 'float16');
      const session = await createSession(graph, { weightsFolder: folder, threads: 1 });
      const { merged } = await see(session, config, patches, grid);
      await session.close();
      return merged;
    };
    const [wide, narrow] = [await features(false), await features(true)];
    const largest = Math.max(...wide.map(Math.abs));
    const error = Math.max(...wide.map((value, i) => Math.abs(value - narrow[i]!)));
    expect(error / largest).toBeLessThan(0.01);
    expect(error).toBeGreaterThan(0);
  });

  it('decodes in the loop with log-probabilities near those of float32', async () => {
    const tokens = Int32Array.of(5, 6, 900, 34, 7);
    const positions = tokens.map((_, i) => i);
    const prompt = {
      inputIds: tokens,
      visualIndex: new Int32Array(),
      positionIds: [positions, positions, positions] as const,
      nextPosition: 5,
      merged: new Float32Array(),
      deepstack: config.vision.deepstackLayers.map(() => new Float32Array()),
    };
    const scores = async (narrow: boolean) => {
      const graph = buildGreedyDecoder(config, checkpoint);
      if (narrow) narrowFloats(graph, 'float16');
      const session = await createSession(graph, { weightsFolder: folder, threads: 1 });
      const decoder = new GreedyDecoder(session, config);
      const found = await decoder.score(prompt, [[1], [2, 3], [4, 5, 6]]);
      const [answer] = await decoder.generate([prompt], { maxNewTokens: 4, stopIds: [] });
      await decoder.close();
      return [...found, answer!.logProbs[0]!];
    };
    const [wide, narrow] = [await scores(false), await scores(true)];
    for (const [i, score] of wide.entries()) expect(narrow[i]).toBeCloseTo(score, 1);
    expect(narrow).not.toEqual(wide);
  });
});

describe('narrowFloats', () => {
  it('casts for an operator that stays in float32, and back, once each', () => {
    const tape = new Tape('mixed');
    const x = tape.input('x', 'float32', [4, 4]);
    const product = tape.op('MatMul', [x, x], x);
    const shares = tape.op('Softmax', [product], x);
    const again = tape.op('MatMul', [shares, product], x);
    tape.output('y', add(tape, again, shares));
    narrowFloats(tape.graph, 'bfloat16');
    expect(
      tape.graph.nodes.map(({ operator, outputs }) => `${operator} ${outputs[0]!.type}`),
    ).toEqual([
      'Cast bfloat16',
      'MatMul bfloat16',
      'Cast float32',
      'Softmax float32',
      'Cast bfloat16',
      'MatMul bfloat16',
      'Add bfloat16',
      'Cast float32',
    ]);
  });

  it('carries through a loop in the narrow type and collects in float32', () => {
    const tape = new Tape('looped');
    const x = tape.input('x', 'float32', [2, 2]);
    const [logs] = loop(
      tape,
      { trips: tape.scalar(3, 'int64'), initial: [x], name: 'steps' },
      (body, iteration, [carried]) => ({
        condition: cast(body, iteration, 'bool'),
        carried: [body.op('MatMul', [carried, x], x)],
        collected: [body.op('Log', [carried], x)],
      }),
    );
    tape.output('logs', logs!);
    narrowFloats(tape.graph, 'bfloat16');
    const node = tape.graph.nodes.find(({ operator }) => operator === 'Loop')!;
    expect(node.outputs.map(({ type }) => type)).toEqual(['bfloat16', 'float32']);
    const [body] = subgraphsOf(node);
    expect(body!.inputs.map(({ type }) => type)).toEqual(['int64', 'bool', 'bfloat16']);
    expect(body!.outputs.map(({ type }) => type)).toEqual(['bool', 'bfloat16', 'float32']);
  });

  it('refuses a graph with branches', () => {
    const graph = buildVisionTower(config, checkpoint);
    mapWeights(graph);
    expect(() => narrowFloats(graph, 'float16')).toThrow(
      new TypeError(
        'narrowFloats: model.visual.patch_embed.proj has branches, which are not supported',
      ),
    );
  });
});
