import ort from 'onnxruntime-node';
import type { Graph } from '../src/onnx/graph.ts';
import { serializeModel } from '../src/onnx/serialize.ts';

type Data = Float32Array | BigInt64Array | Int32Array;

/** A tensor as tests write it. */
export interface TestTensor {
  readonly data: Data;
  readonly shape: readonly number[];
}

/** Runs a graph once on the CPU and hands back its outputs by name. */
export async function runGraph(
  graph: Graph,
  feeds: Readonly<Record<string, TestTensor>>,
  weightsFolder = '.',
): Promise<Record<string, TestTensor>> {
  const session = await ort.InferenceSession.create(serializeModel(graph), {
    logSeverityLevel: 3,
    extra: { session: { model_external_initializers_file_folder_path: weightsFolder } },
  });
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([name, { data, shape }]) => [name, tensor(data, shape)]),
  );
  const results = await session.run(tensors);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data, dims }]) => [
      name,
      { data: data as Data, shape: dims },
    ]),
  );
}

function tensor(data: Data, shape: readonly number[]): ort.Tensor {
  if (data instanceof Float32Array) return new ort.Tensor('float32', data, shape);
  if (data instanceof Int32Array) return new ort.Tensor('int32', data, shape);
  return new ort.Tensor('int64', data, shape);
}
