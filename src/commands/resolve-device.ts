import { AuditError } from '../errors.ts';
import type { Device } from '../model/model.ts';

/** Where checkpoints compute. */
export interface Computes {
  readonly device: Device;
  /** On other machines: nothing of the device is looked for here. */
  readonly elsewhere: boolean;
}

/**
 * Where checkpoints will compute. The CPU is taken for granted; to look for another device loads ONNX
 * Runtime.
 *
 * @param options elsewhere: nothing is computed here, so that a device is taken by its name.
 * @throws {AuditError} if the device that was asked for does not work here, or one elsewhere has no
 *   name.
 */
export async function resolveDevice(
  asked: Device | 'auto' = 'cpu',
  { elsewhere = false }: { readonly elsewhere?: boolean } = {},
): Promise<Computes> {
  if (!elsewhere) {
    if (asked === 'cpu') return { device: asked, elsewhere };
    const { chooseDevice } = await import('../runtime/device.ts');
    return { device: await chooseDevice(asked), elsewhere };
  }
  if (asked !== 'auto') return { device: asked, elsewhere };
  throw new AuditError({
    code: 'device-unnamed',
    location: '--device auto',
    problem: 'says nothing of the workers that will compute',
    remedy: 'name their device: --device cuda',
  });
}
