import { AuditError } from '../errors.ts';
import type { Device } from '../model/model.ts';
import { add } from '../onnx/ops/elementwise.ts';
import { Tape } from '../onnx/tape.ts';
import { createSession, runtimeFacts } from './session.ts';

/**
 * The device a model runs on: the one asked for; for 'auto' CUDA where it works, else the CPU.
 * WebGPU has to be asked for by name: an adapter may be software, slower than the CPU, and ONNX
 * Runtime does not tell.
 *
 * @throws {AuditError} if the device that was asked for does not work here.
 */
export async function chooseDevice(asked: Device | 'auto'): Promise<Device> {
  if (asked === 'cpu') return asked;
  const problem = await deviceProblem(asked === 'auto' ? 'cuda' : asked);
  if (asked === 'auto') return problem === undefined ? 'cuda' : 'cpu';
  if (problem === undefined) return asked;
  throw new AuditError({
    code: 'device-missing',
    location: `--device ${asked}`,
    problem: `does not work here (${problem})`,
    remedy: 'audit doctor says what is missing; --device cpu runs everywhere',
  });
}

/**
 * Why a device does not work here: a sum of two numbers is tried on it.
 *
 * @returns undefined if it works.
 */
export async function deviceProblem(device: Device): Promise<string | undefined> {
  const { providers, version } = await runtimeFacts();
  if (!providers.includes(device)) {
    return `this ONNX Runtime ${version} has ${providers.join(', ')}`;
  }
  const tape = new Tape('device-trial');
  const x = tape.input('x', 'float32', [1]);
  tape.output('sum', add(tape, x, x));
  try {
    const session = await createSession(tape.graph, { weightsFolder: '.', device });
    const { sum } = await session.run({ x: { data: Float32Array.of(1), shape: [1] } });
    await session.close();
    return sum!.data[0] === 2 ? undefined : `1 + 1 came out as ${sum!.data[0]}`;
  } catch (error) {
    return error instanceof AuditError ? error.problem : String(error);
  }
}
