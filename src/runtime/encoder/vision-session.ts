import type { Qwen3VlConfig } from '../../model/qwen3-vl/config.ts';
import { type PatchGrid, visionInputs } from '../../model/qwen3-vl/vision-inputs.ts';
import type { Session } from '../session.ts';
import type { VisionFeatures } from './feature-cache.ts';

/**
 * Runs the vision tower on one image or one temporal patch.
 *
 * @param patches f32[patches, width], merge block by merge block.
 */
export async function see(
  session: Session,
  config: Qwen3VlConfig,
  patches: Float32Array,
  grid: PatchGrid,
): Promise<VisionFeatures> {
  const { vision } = config;
  const count = grid.height * grid.width;
  const half = vision.hiddenSize / vision.headCount / 2;
  const inputs = visionInputs(config, grid);
  const { merged, deepstack } = await session.run({
    patches: { data: patches, shape: [count, patches.length / count] },
    position_index: { data: inputs.positionIndex, shape: [4, count] },
    position_weight: { data: inputs.positionWeight, shape: [4, count] },
    cos: { data: inputs.cos, shape: [count, half] },
    sin: { data: inputs.sin, shape: [count, half] },
  });
  return {
    merged: merged!.data as Float32Array,
    deepstack: levelsOf(deepstack!.data as Float32Array, vision.deepstackLayers.length),
  };
}

/** f32[levels, ...] as one array a level. */
function levelsOf(stacked: Float32Array, levels: number): Float32Array[] {
  const size = stacked.length / levels;
  return Array.from({ length: levels }, (_, i) => stacked.subarray(i * size, (i + 1) * size));
}
