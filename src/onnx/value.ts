import type { CheckpointTensor } from '../checkpoint/checkpoint.ts';
import type { Node } from './node.ts';

/** The element types that the graphs of this project use. */
export type ElementType = 'float32' | 'float16' | 'bfloat16' | 'int64' | 'int32' | 'uint8' | 'bool';

/** The numbers ONNX knows the types by. */
export const ELEMENT_TYPE_CODES: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  bfloat16: 16,
};

/** A size known when the graph is built, or the name of one known when it runs. */
export type Dimension = number | string;

/** Where the bytes of a constant lie: in the graph itself, or in a file beside it. */
export type Initializer =
  | { readonly kind: 'inline'; readonly data: Uint8Array }
  | {
      readonly kind: 'external';
      /** File name, relative to the session's folder of weights. */
      readonly location: string;
      readonly offsetBytes: number;
      readonly sizeBytes: number;
    };

/**
 * One tensor of a graph: an input, a constant, or what a node puts out.
 * Values are joined to nodes by reference; the name is for people and files.
 */
export interface Value {
  name: string;
  readonly type: ElementType;
  readonly shape: readonly Dimension[];
  /** The node that puts this value out; undefined for inputs and constants. */
  producer: Node | undefined;
  /** Set for constants. */
  initializer: Initializer | undefined;
}

/** A constant that stays in the checkpoint's file. */
export function storedValue(tensor: CheckpointTensor, type: ElementType): Value {
  return {
    name: tensor.name,
    type,
    shape: tensor.shape,
    producer: undefined,
    initializer: {
      kind: 'external',
      location: tensor.file,
      offsetBytes: tensor.offsetBytes,
      sizeBytes: tensor.sizeBytes,
    },
  };
}

/** Numbers of a constant that is kept in the graph itself. */
export type ConstantData = Float32Array | BigInt64Array | Int32Array | Uint8Array;

/** A constant that is kept in the graph itself. */
export function inlineValue(name: string, data: ConstantData, shape: readonly number[]): Value {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return {
    name,
    type: elementTypeOf(data),
    shape,
    producer: undefined,
    initializer: { kind: 'inline', data: bytes },
  };
}

function elementTypeOf(data: ConstantData): ElementType {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof BigInt64Array) return 'int64';
  return data instanceof Int32Array ? 'int32' : 'uint8';
}
