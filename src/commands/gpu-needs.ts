/** A GPU as nvidia-smi lists it. */
export interface NvidiaGpu {
  readonly name: string;
  readonly driver: string;
  readonly memoryBytes: number;
  readonly computeCapability: number;
}

/** What is known of a machine before anything is loaded. */
export interface GpuFacts {
  /** `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly arch: string;
  /** What nvidia-smi prints for `NVIDIA_SMI_QUERY`; undefined if it can not be run. */
  readonly nvidiaSmi: string | undefined;
  /** Names of the libraries the loader knows (`ldconfig -p`). */
  readonly libraries: ReadonlySet<string>;
  /** The text of /etc/os-release. */
  readonly osRelease: string;
  /** Paths of ONNX Runtime's CUDA libraries that are not there. */
  readonly missingProviderFiles: readonly string[];
  /** Folder of onnxruntime-node. */
  readonly runtimeFolder: string;
}

/** Something CUDA needs. */
export interface CudaNeed {
  readonly what: 'driver' | 'GPU' | 'CUDA 12' | 'cuDNN 9' | 'provider libraries';
  /** What was found; undefined if it is missing. */
  readonly found?: string;
  /** What is wrong, if it is missing or of no use. */
  readonly problem?: string;
  /** What brings it. */
  readonly command?: string;
}

export const NVIDIA_SMI_QUERY: readonly string[] = [
  '--query-gpu=name,driver_version,memory.total,compute_cap',
  '--format=csv,noheader,nounits',
];

/** CUDA 12.x runs on drivers from this one on. Source: NVIDIA's cuDNN support matrix. */
const OLDEST_DRIVER = '525.60.13';
/** bfloat16 arithmetic came with compute capability 8.0 (Ampere). */
const LEAST_CAPABILITY = 8;

/** What ONNX Runtime's CUDA provider 1.30 links against. */
const CUDA_LIBRARIES = [
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcufft.so.11',
  'libcurand.so.10',
];
const CUDNN_LIBRARY = 'libcudnn.so.9';

/**
 * What `--device cuda` needs, in the order in which it is installed, with the command that
 * brings what is missing.
 *
 * @returns undefined on a platform for which there is no CUDA provider.
 */
export function cudaNeeds(facts: GpuFacts): readonly CudaNeed[] | undefined {
  if (facts.platform !== 'linux' || facts.arch !== 'x64') return undefined;
  const gpus = readNvidiaSmi(facts.nvidiaSmi ?? '');
  return [
    driverNeed(gpus, facts.osRelease),
    ...gpuNeed(gpus),
    libraryNeed('CUDA 12', CUDA_LIBRARIES, 'cuda-libraries-12-9', facts),
    libraryNeed('cuDNN 9', [CUDNN_LIBRARY], 'libcudnn9-cuda-12', facts),
    providerNeed(facts),
  ];
}

/** Lines of name, driver version, memory in MiB and compute capability. */
export function readNvidiaSmi(text: string): readonly NvidiaGpu[] {
  return text.split('\n').flatMap((line) => {
    const [name, driver, mebibytes, capability] = line.split(',').map((cell) => cell.trim());
    if (capability === undefined || !/^\d/.test(driver!)) return [];
    return [
      {
        name: name!,
        driver: driver!,
        memoryBytes: Number(mebibytes) * 2 ** 20,
        computeCapability: Number(capability),
      },
    ];
  });
}

function driverNeed(gpus: readonly NvidiaGpu[], osRelease: string): CudaNeed {
  const [gpu] = gpus;
  const command = aptCommand('cuda-drivers', osRelease);
  if (gpu === undefined) {
    return { what: 'driver', problem: 'nvidia-smi finds no GPU', ...command };
  }
  if (isOlder(gpu.driver, OLDEST_DRIVER)) {
    const problem = `is ${gpu.driver}, and CUDA 12 needs ${OLDEST_DRIVER} or newer`;
    return { what: 'driver', found: gpu.driver, problem, ...command };
  }
  return { what: 'driver', found: gpu.driver };
}

function gpuNeed(gpus: readonly NvidiaGpu[]): readonly CudaNeed[] {
  const [gpu] = gpus;
  if (gpu === undefined) return [];
  const found = gpus
    .map(({ name, memoryBytes }) => `${name}, ${(memoryBytes / 1e9).toFixed(0)} GB`)
    .join('; ');
  if (gpu.computeCapability >= LEAST_CAPABILITY) return [{ what: 'GPU', found }];
  const problem = `has compute capability ${gpu.computeCapability}, and bfloat16 needs ${LEAST_CAPABILITY}.0; use --device cpu`;
  return [{ what: 'GPU', found, problem }];
}

function libraryNeed(
  what: CudaNeed['what'],
  names: readonly string[],
  aptPackage: string,
  { libraries, osRelease }: GpuFacts,
): CudaNeed {
  const missing = names.filter((name) => !libraries.has(name));
  if (missing.length === 0) return { what, found: names.join(', ') };
  const problem = `the loader does not know ${missing.join(', ')}; if it lies in a folder of its own, name that in LD_LIBRARY_PATH`;
  return { what, problem, ...aptCommand(aptPackage, osRelease) };
}

function providerNeed({ missingProviderFiles, runtimeFolder }: GpuFacts): CudaNeed {
  if (missingProviderFiles.length === 0)
    return { what: 'provider libraries', found: runtimeFolder };
  return {
    what: 'provider libraries',
    problem: `${missingProviderFiles.join(', ')} not there: onnxruntime-node downloads them, and plain installs here skip that`,
    // The variable outranks the setting in .npmrc that skips the download.
    command: `ONNXRUNTIME_NODE_INSTALL=true node ${runtimeFolder}/script/install.js`,
  };
}

/** The command for NVIDIA's package repository, where the distribution is one of apt's. */
function aptCommand(aptPackage: string, osRelease: string): { readonly command: string } {
  const field = (name: string): string =>
    new RegExp(`^${name}="?([^"\n]*)`, 'm').exec(osRelease)?.[1] ?? '';
  const [id, version] = [field('ID'), field('VERSION_ID').replace('.', '')];
  if (id !== 'debian' && id !== 'ubuntu') {
    return { command: `install ${aptPackage} from NVIDIA's package repository` };
  }
  const keyring = 'cuda-keyring_1.1-1_all.deb';
  const repository = `https://developer.download.nvidia.com/compute/cuda/repos/${id}${version}/x86_64`;
  return {
    command: `curl -fsSLO ${repository}/${keyring} && sudo dpkg -i ${keyring} && sudo apt-get update && sudo apt-get install -y ${aptPackage}`,
  };
}

/** Whether one version, numbers with points between them, comes before another. */
function isOlder(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number)) as [
    number[],
    number[],
  ];
  const place = b.findIndex((part, i) => (a[i] ?? 0) !== part);
  return place >= 0 && (a[place] ?? 0) < b[place]!;
}
