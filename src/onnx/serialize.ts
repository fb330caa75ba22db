import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  type GraphProto,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';
import { constantsOf, type Graph } from './graph.ts';
import { type Attribute, MICROSOFT_DOMAIN, type Node } from './node.ts';
import type { ElementType, Value } from './value.ts';

const IR_VERSION = 10n;
const STANDARD_OPSET = 21n;

const DATA_TYPE: Record<ElementType, DataType> = {
  float32: DataType.FLOAT,
  float16: DataType.FLOAT16,
  bfloat16: DataType.BFLOAT16,
  int64: DataType.INT64,
  int32: DataType.INT32,
  uint8: DataType.UINT8,
  bool: DataType.BOOL,
};

/**
 * The bytes of an ONNX model (IR 10, opset 21, com.microsoft 1). Weights that lie in
 * files stay there: the model names file, offset and length.
 *
 * This is the one place that knows protobuf.
 */
export function serializeModel(graph: Graph): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    opsetImport: [
      { domain: '', version: STANDARD_OPSET },
      { domain: MICROSOFT_DOMAIN, version: 1n },
    ],
    producerName: 'touchstone',
    graph: { ...graphProto(graph), initializer: constantsOf(graph).map(tensorProto) },
  });
  return toBinary(ModelProtoSchema, model);
}

/** Constants belong to the outermost graph, whose names the inner graphs see. */
function graphProto(graph: Graph): GraphProto {
  return create(GraphProtoSchema, {
    name: graph.name,
    input: graph.inputs.map(valueInfoProto),
    output: graph.outputs.map(valueInfoProto),
    node: graph.nodes.map(nodeProto),
  });
}

function nodeProto(node: Node): NodeProto {
  return create(NodeProtoSchema, {
    name: node.name,
    opType: node.operator,
    domain: node.domain,
    input: node.inputs.map((value) => value?.name ?? ''),
    output: node.outputs.map((value) => value.name),
    attribute: Object.entries(node.attributes).map(([name, value]) => attributeProto(name, value)),
  });
}

function attributeProto(name: string, value: Attribute): AttributeProto {
  return create(AttributeProtoSchema, { name, ...attributeValue(value) });
}

function attributeValue(value: Attribute): MessageInitShape<typeof AttributeProtoSchema> {
  if ('int' in value) return { type: AttributeType.INT, i: BigInt(value.int) };
  if ('float' in value) return { type: AttributeType.FLOAT, f: value.float };
  if ('ints' in value) return { type: AttributeType.INTS, ints: value.ints.map(BigInt) };
  if ('graph' in value) return { type: AttributeType.GRAPH, g: graphProto(value.graph) };
  return { type: AttributeType.STRING, s: new TextEncoder().encode(value.string) };
}

function valueInfoProto(value: Value): ValueInfoProto {
  const dim = value.shape.map((size) => ({
    value:
      typeof size === 'number'
        ? { case: 'dimValue' as const, value: BigInt(size) }
        : { case: 'dimParam' as const, value: size },
  }));
  return create(ValueInfoProtoSchema, {
    name: value.name,
    type: {
      value: { case: 'tensorType', value: { elemType: DATA_TYPE[value.type], shape: { dim } } },
    },
  });
}

function tensorProto(value: Value): TensorProto {
  const initializer = value.initializer!;
  const facts = {
    name: value.name,
    dataType: DATA_TYPE[value.type],
    dims: value.shape.map((size) => BigInt(size)),
  };
  if (initializer.kind === 'inline') {
    return create(TensorProtoSchema, { ...facts, rawData: initializer.data.slice() });
  }
  return create(TensorProtoSchema, {
    ...facts,
    dataLocation: DataLocation.EXTERNAL,
    externalData: [
      { key: 'location', value: initializer.location },
      { key: 'offset', value: String(initializer.offsetBytes) },
      { key: 'length', value: String(initializer.sizeBytes) },
    ],
  });
}
