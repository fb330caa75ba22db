import type { CheckpointTensor, TensorType } from '../checkpoint/checkpoint.ts';
import type { Graph } from './graph.ts';
import { type Attributes, createNode, type NodeOptions, type ResultType } from './node.ts';
import {
  type ConstantData,
  type Dimension,
  type ElementType,
  inlineValue,
  storedValue,
  type Value,
} from './value.ts';

const ELEMENT_TYPE_OF: Partial<Record<TensorType, ElementType>> = {
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  I64: 'int64',
  I32: 'int32',
  U8: 'uint8',
  BOOL: 'bool',
};

/**
 * Records operations one after another and hands back their values, so that a
 * model is written as the lines of its forward pass.
 *
 * @example
 * const tape = new Tape('double');
 * const x = tape.input('x', 'float32', ['rows', 4]);
 * tape.output('y', tape.op('Add', [x, x], x));
 * tape.graph.nodes.length; // 1
 */
export class Tape {
  readonly graph: Graph;
  readonly #constants: Map<string, Value>;
  readonly #names: Map<string, number>;

  /** @param outer of a graph inside a node: the tape of the graph around it, see `inner`. */
  constructor(name: string, outer?: Tape) {
    this.graph = { name, inputs: [], outputs: [], nodes: [] };
    this.#constants = outer === undefined ? new Map() : outer.#constants;
    this.#names = outer === undefined ? new Map() : outer.#names;
  }

  /**
   * A tape for a graph inside a node of this one, such as the body of a loop. Its operations
   * may read the values of this tape, constants are shared and no name is given twice.
   */
  inner(name: string): Tape {
    return new Tape(name, this);
  }

  /** Declares a value that is fed when the graph runs. */
  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    const value: Value = {
      name: this.#unique(name),
      type,
      shape,
      producer: undefined,
      initializer: undefined,
    };
    this.graph.inputs.push(value);
    return value;
  }

  /** Declares a value that can be fetched; it takes that name. */
  output(name: string, value: Value): void {
    value.name = this.#unique(name);
    this.graph.outputs.push(value);
  }

  /** A constant without axes; the same number and type give the same value. */
  scalar(value: number, type: 'float32' | 'int64' | 'int32'): Value {
    return this.#once(`${type}(${value})`, () => inlineValue('', typedArray([value], type), []));
  }

  /** A list of int64 as the shape operators take it; the same list gives the same value. */
  shape(sizes: readonly number[]): Value {
    return this.#once(`[${sizes.join(', ')}]`, () =>
      inlineValue('', typedArray(sizes, 'int64'), [sizes.length]),
    );
  }

  /** A constant kept in the graph itself. */
  constant(data: ConstantData, shape: readonly number[], name = 'constant'): Value {
    return inlineValue(this.#unique(name), data, shape);
  }

  /** A tensor of the checkpoint, left in its file; the same tensor gives the same value. */
  weight(tensor: CheckpointTensor): Value {
    const type = ELEMENT_TYPE_OF[tensor.type];
    if (type === undefined) {
      throw new TypeError(
        `Tape.weight: ${tensor.name} has type ${tensor.type}, which no graph uses`,
      );
    }
    return this.#once(tensor.name, () => storedValue(tensor, type));
  }

  /** Records an operation with one output. */
  op(
    operator: string,
    inputs: readonly (Value | undefined)[],
    result: ResultType,
    attributes: Attributes = {},
    options: Partial<NodeOptions> = {},
  ): Value {
    return this.ops(operator, inputs, [result], attributes, options)[0]!;
  }

  /** Records an operation with several outputs. */
  ops(
    operator: string,
    inputs: readonly (Value | undefined)[],
    results: readonly ResultType[],
    attributes: Attributes = {},
    options: Partial<NodeOptions> = {},
  ): readonly Value[] {
    const name = this.#unique(options.name ?? operator);
    const node = createNode(operator, inputs, results, attributes, { ...options, name });
    this.graph.nodes.push(node);
    return node.outputs;
  }

  #once(key: string, create: () => Value): Value {
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const value = create();
    value.name = this.#unique(key);
    this.#constants.set(key, value);
    return value;
  }

  #unique(name: string): string {
    const count = this.#names.get(name) ?? 0;
    this.#names.set(name, count + 1);
    return count === 0 ? name : this.#unique(`${name}_${count}`);
  }
}

function typedArray(values: readonly number[], type: 'float32' | 'int64' | 'int32'): ConstantData {
  if (type === 'float32') return Float32Array.from(values);
  if (type === 'int32') return Int32Array.from(values);
  return BigInt64Array.from(values.map(BigInt));
}
