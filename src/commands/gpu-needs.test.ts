import { describe, expect, it } from 'vitest';
import { cudaNeeds, type GpuFacts, readNvidiaSmi } from './gpu-needs.ts';

const LIBRARIES = [
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcufft.so.11',
  'libcurand.so.10',
  'libcudnn.so.9',
];

const COMPLETE: GpuFacts = {
  platform: 'linux',
  arch: 'x64',
  nvidiaSmi: 'NVIDIA H100 80GB HBM3, 550.54.15, 81559, 9.0\n',
  libraries: new Set(LIBRARIES),
  osRelease: 'ID=debian\nVERSION_ID="12"\n',
  missingProviderFiles: [],
  runtimeFolder: '/app/node_modules/onnxruntime-node',
};

const broken = (changes: Partial<GpuFacts>) =>
  cudaNeeds({ ...COMPLETE, ...changes })!.filter(({ problem }) => problem !== undefined);

describe('cudaNeeds', () => {
  it('finds nothing missing on a machine that has all', () => {
    expect(cudaNeeds(COMPLETE)).toEqual([
      { what: 'driver', found: '550.54.15' },
      { what: 'GPU', found: 'NVIDIA H100 80GB HBM3, 86 GB' },
      { what: 'CUDA 12', found: LIBRARIES.slice(0, 5).join(', ') },
      { what: 'cuDNN 9', found: 'libcudnn.so.9' },
      { what: 'provider libraries', found: '/app/node_modules/onnxruntime-node' },
    ]);
  });

  it('says how each missing part is brought', () => {
    const path =
      '/app/node_modules/onnxruntime-node/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so';
    const nothing = broken({
      nvidiaSmi: undefined,
      libraries: new Set(['libcudart.so.13', 'libcudnn.so.8']),
      missingProviderFiles: [path],
    });
    expect(nothing.map(({ what }) => what)).toEqual([
      'driver',
      'CUDA 12',
      'cuDNN 9',
      'provider libraries',
    ]);
    const [driver, cuda, cudnn, provider] = nothing.map(({ command }) => command);
    expect(driver).toBe(
      'curl -fsSLO https://developer.download.nvidia.com/compute/cuda/repos/debian12/x86_64/cuda-keyring_1.1-1_all.deb && sudo dpkg -i cuda-keyring_1.1-1_all.deb && sudo apt-get update && sudo apt-get install -y cuda-drivers',
    );
    expect(cuda).toMatch(/install -y cuda-libraries-12-9$/);
    expect(cudnn).toMatch(/install -y libcudnn9-cuda-12$/);
    expect(provider).toBe(
      'ONNXRUNTIME_NODE_INSTALL=true node /app/node_modules/onnxruntime-node/script/install.js',
    );
    expect(nothing[3]!.problem).toContain(path);
  });

  it('names the libraries that are missing among those that are there', () => {
    const libraries = new Set(LIBRARIES.filter((name) => name !== 'libcufft.so.11'));
    expect(broken({ libraries })).toMatchObject([
      { what: 'CUDA 12', problem: expect.stringMatching(/does not know libcufft\.so\.11;/) },
    ]);
  });

  it.each([
    ['525.60.13', 0],
    ['525.60.12', 1],
    ['535.3', 0],
    ['470.256.02', 1],
  ])('driver %s: %i problems', (driver, problems) => {
    expect(broken({ nvidiaSmi: `NVIDIA A10, ${driver}, 23028, 8.6` })).toHaveLength(problems);
  });

  it('refuses a GPU without bfloat16', () => {
    expect(broken({ nvidiaSmi: 'Tesla T4, 550.54.15, 15360, 7.5' })).toMatchObject([
      { what: 'GPU', problem: expect.stringMatching(/^has compute capability 7\.5, and bfloat16/) },
    ]);
  });

  it('names the repository of the distribution, and no command of apt where there is none', () => {
    const commands = (osRelease: string) => broken({ nvidiaSmi: '', osRelease })[0]!.command;
    expect(commands('VERSION_ID="22.04"\nID=ubuntu')).toContain('/ubuntu2204/x86_64/');
    expect(commands('ID="rhel"\nVERSION_ID="9.4"')).toBe(
      "install cuda-drivers from NVIDIA's package repository",
    );
  });

  it('does not apply where there is no CUDA provider', () => {
    expect(cudaNeeds({ ...COMPLETE, platform: 'darwin' })).toBeUndefined();
    expect(cudaNeeds({ ...COMPLETE, arch: 'arm64' })).toBeUndefined();
  });
});

describe('readNvidiaSmi', () => {
  it('reads each GPU, and nothing from a message', () => {
    const text = 'NVIDIA H100 80GB HBM3, 550.54.15, 81559, 9.0\nNVIDIA L4, 550.54.15, 23034, 8.9\n';
    expect(
      readNvidiaSmi(text).map(({ name, computeCapability }) => [name, computeCapability]),
    ).toEqual([
      ['NVIDIA H100 80GB HBM3', 9],
      ['NVIDIA L4', 8.9],
    ]);
    expect(
      readNvidiaSmi(
        'NVIDIA-SMI has failed because it could not talk to the driver, really, so, sorry',
      ),
    ).toEqual([]);
  });
});
