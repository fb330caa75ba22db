import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { AuditError } from '../errors.ts';
import type { Device } from '../model/model.ts';
import type { Graph } from '../onnx/graph.ts';
import { serializeModel } from '../onnx/serialize.ts';
import { disableTelemetry } from './disable-telemetry.ts';
import { providerLibraries } from './provider-libraries.ts';

/** A tensor as it is fed and fetched. The data is not copied on the way in. */
export interface RuntimeTensor {
  /** A Uint16Array has the bits of float16 numbers. */
  readonly data: Float32Array | BigInt64Array | Int32Array | Uint16Array;
  readonly shape: readonly number[];
}

/** A tensor that stays where it was computed. */
export interface DeviceTensor {
  /** Gives its memory back; nobody else does. */
  release(): void;
}

type Tensors = Readonly<Record<string, RuntimeTensor>>;

/** A graph that is loaded and can be run. */
export interface Session {
  /**
   * Runs the graph.
   *
   * @param feeds by input name.
   * @param inPlace outputs to write into memory given by the caller, by output name.
   * @returns the other outputs, by name.
   */
  run(feeds: Tensors, inPlace?: Tensors): Promise<Record<string, RuntimeTensor>>;
  /** Runs the graph and leaves the outputs of `keptOutputs` on the device. */
  runKeeping(feeds: Readonly<Record<string, RuntimeTensor | DeviceTensor>>): Promise<{
    readonly outputs: Readonly<Record<string, RuntimeTensor>>;
    readonly kept: Readonly<Record<string, DeviceTensor>>;
  }>;
  close(): Promise<void>;
  /** Ends the profile and hands over its JSON; of sessions that were asked for one. */
  endProfile?(): Promise<string>;
}

/** Options of `createSession`. */
export interface SessionOptions {
  /** The folder that the graph's external weights lie in. */
  readonly weightsFolder: string;
  /** Threads inside one operation; default one per core. */
  readonly threads?: number;
  /**
   * Whether what depends on constants alone is worked out while the graph is loaded;
   * default true. With false, casts of stored weights wait until they are needed.
   */
  readonly foldConstants?: boolean;
  /**
   * Default 'cpu'. On WebGPU no operation may fall back to the CPU; on CUDA ONNX Runtime itself
   * puts work on shapes there.
   */
  readonly device?: Device;
  /** Where to write a profile of the runs until `endProfile`, a folder of its own; default none. */
  readonly profileFolder?: string;
  /** Outputs that stay on the device, by name; default none. */
  readonly keptOutputs?: readonly string[];
}

type OnnxRuntime = typeof import('onnxruntime-node');
type OrtTensor = InstanceType<OnnxRuntime['Tensor']>;
type OrtTensors = Readonly<Record<string, OrtTensor>>;

/**
 * Loads a graph.
 *
 * @throws {AuditError} if ONNX Runtime can not be loaded or refuses the graph.
 */
export async function createSession(graph: Graph, options: SessionOptions): Promise<Session> {
  const { profileFolder, keptOutputs = [] } = options;
  const ort = await loadOnnxRuntime();
  const session = await ort.InferenceSession.create(
    serializeModel(graph),
    runtimeOptions(options),
  ).catch((cause: unknown) => {
    throw new AuditError({
      code: 'session-refused',
      location: graph.name,
      problem: `ONNX Runtime can not load it (${firstLine(cause)})`,
      remedy:
        'check that the weights are complete and that memory is free; audit doctor shows both',
      cause,
    });
  });
  const run = async (feeds: OrtTensors, fetches: Record<string, OrtTensor | null>) =>
    await session.run(feeds, fetches).catch((cause: unknown) => {
      throw new AuditError({
        code: 'session-failed',
        location: graph.name,
        problem: `ONNX Runtime stopped (${firstLine(cause)})`,
        remedy:
          'if memory ran out, use smaller images, fewer prompts at once or another --precision',
        cause,
      });
    });
  return {
    async run(feeds, inPlace = {}) {
      const fetches = session.outputNames.map((name) => {
        const target = inPlace[name];
        return [name, target === undefined ? null : toTensor(ort, target)] as const;
      });
      const results = await run(toTensors(ort, feeds), Object.fromEntries(fetches));
      return Object.fromEntries(
        Object.entries(results)
          .filter(([name]) => !(name in inPlace))
          .map(([name, tensor]) => [name, fromTensor(tensor)]),
      );
    },
    async runKeeping(feeds) {
      const results = await run(
        toTensors(ort, feeds),
        Object.fromEntries(session.outputNames.map((name) => [name, null])),
      );
      const outputs: Record<string, RuntimeTensor> = {};
      const kept: Record<string, DeviceTensor> = {};
      for (const [name, tensor] of Object.entries(results)) {
        if (keptOutputs.includes(name)) kept[name] = new KeptTensor(tensor);
        else outputs[name] = fromTensor(tensor);
      }
      return { outputs, kept };
    },
    close: () => session.release(),
    ...(profileFolder === undefined
      ? {}
      : {
          endProfile: async () => {
            session.endProfiling();
            const [file] = await readdir(profileFolder);
            return await readFile(join(profileFolder, file!), 'utf8');
          },
        }),
  };
}

/** The options as ONNX Runtime takes them. */
function runtimeOptions({
  device = 'cpu',
  profileFolder,
  keptOutputs = [],
  threads,
  weightsFolder,
  foldConstants,
}: SessionOptions): InferenceSession.SessionOptions {
  return {
    executionProviders: [device],
    logSeverityLevel: 3,
    // Sizes differ from call to call, and each new one would be given memory of its own.
    enableMemPattern: false,
    ...(profileFolder === undefined
      ? {}
      : { enableProfiling: true, profileFilePrefix: join(profileFolder, 'profile') }),
    // On the CPU they are where they stay anyway.
    ...(keptOutputs.length === 0 || device === 'cpu'
      ? {}
      : {
          preferredOutputLocation: Object.fromEntries(
            keptOutputs.map((name) => [name, 'gpu-buffer' as const]),
          ),
        }),
    ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
    extra: {
      session: {
        model_external_initializers_file_folder_path: weightsFolder,
        // Threads that spin while they wait halve the speed of a machine with other work.
        intra_op: { allow_spinning: '0' },
        ...(device === 'webgpu' ? { disable_cpu_ep_fallback: '1' } : {}),
      },
      ...(foldConstants === false
        ? { optimization: { disable_specified_optimizers: 'ConstantFolding' } }
        : {}),
    },
  };
}

/** A tensor of ONNX Runtime that nobody outside this file looks into. */
class KeptTensor implements DeviceTensor {
  readonly tensor: OrtTensor;

  constructor(tensor: OrtTensor) {
    this.tensor = tensor;
  }

  release(): void {
    this.tensor.dispose();
  }
}

/** What this installation of ONNX Runtime can do. */
export interface RuntimeFacts {
  readonly version: string;
  /** Names of the execution providers whose libraries are there: cpu, webgpu, cuda. */
  readonly providers: readonly string[];
}

/** @throws {AuditError} if ONNX Runtime can not be loaded. */
export async function runtimeFacts(): Promise<RuntimeFacts> {
  const ort = await loadOnnxRuntime();
  return {
    version: ort.env.versions.node ?? ort.env.versions.common,
    providers: ort
      .listSupportedBackends()
      .filter(
        ({ name, bundled }) => bundled || providerLibraries(name).every(({ isThere }) => isThere),
      )
      .map(({ name }) => name),
  };
}

async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  disableTelemetry();
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new AuditError({
      code: 'onnxruntime-missing',
      location: 'onnxruntime-node',
      problem: `can not be loaded (${firstLine(cause)})`,
      remedy:
        'install it with ONNXRUNTIME_NODE_INSTALL=skip npm install onnxruntime-node, which needs no download of CUDA libraries',
      cause,
    });
  }
}

function toTensors(
  ort: OnnxRuntime,
  feeds: Readonly<Record<string, RuntimeTensor | DeviceTensor>>,
): OrtTensors {
  const fed = Object.entries(feeds).map(([name, tensor]) => [name, toTensor(ort, tensor)]);
  return Object.fromEntries(fed) as OrtTensors;
}

function toTensor({ Tensor }: OnnxRuntime, fed: RuntimeTensor | DeviceTensor): OrtTensor {
  if (fed instanceof KeptTensor) return fed.tensor;
  const { data, shape } = fed as RuntimeTensor;
  if (data instanceof Float32Array) return new Tensor('float32', data, shape);
  if (data instanceof Uint16Array) return new Tensor('float16', data, shape);
  if (data instanceof Int32Array) return new Tensor('int32', data, shape);
  return new Tensor('int64', data, shape);
}

function fromTensor({ data, dims }: OrtTensor): RuntimeTensor {
  return { data: data as RuntimeTensor['data'], shape: dims };
}

function firstLine(cause: unknown): string {
  const line = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!.trim();
  // Its own assertions start with the file and function they stand in.
  return line.replace(/^\/onnxruntime_src\/.* was false\. /, '');
}
