import { AuditError } from '../errors.ts';
import type { Device } from '../model/model.ts';
import { runtimeFacts } from './session.ts';

/**
 * The device a model runs on: the one asked for; for 'auto' CUDA where this installation has
 * it, else the CPU. WebGPU has to be asked for by name: an adapter may be software, slower than
 * the CPU, and ONNX Runtime does not tell.
 *
 * @throws {AuditError} if this installation of ONNX Runtime lacks the device that was asked for.
 */
export async function chooseDevice(asked: Device | 'auto'): Promise<Device> {
  if (asked === 'cpu') return asked;
  const { providers, version } = await runtimeFacts();
  if (asked === 'auto') return providers.includes('cuda') ? 'cuda' : 'cpu';
  if (providers.includes(asked)) return asked;
  throw new AuditError({
    code: 'device-missing',
    location: `--device ${asked}`,
    problem: `is not in this installation of ONNX Runtime ${version}, which has ${providers.join(', ')}`,
    remedy: 'audit doctor says what is missing; --device cpu runs everywhere',
  });
}
