import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { arch, platform } from 'node:process';
import { promisify } from 'node:util';
import { deviceProblem } from '../runtime/device.ts';
import { onnxRuntimeFolder, providerLibraries } from '../runtime/provider-libraries.ts';
import { type CudaNeed, cudaNeeds, type GpuFacts, NVIDIA_SMI_QUERY } from './gpu-needs.ts';

/** What `audit doctor` finds about GPUs. */
export interface GpuReport {
  readonly cuda:
    | { readonly status: 'works' | 'incomplete'; readonly needs: readonly CudaNeed[] }
    | { readonly status: 'not-applicable'; readonly reason: string };
  readonly webgpu: {
    /** Whether this ONNX Runtime has the provider. */
    readonly isThere: boolean;
    /** Vulkan drivers of the machine; ONNX Runtime uses Metal on macOS and D3D12 on Windows. */
    readonly vulkanDrivers: readonly string[];
  };
}

const VULKAN_FOLDERS = [
  '/usr/share/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
  '/etc/vulkan/icd.d',
];

/** @param providers names of the providers this ONNX Runtime has. */
export async function examineGpu(providers: readonly string[]): Promise<GpuReport> {
  return { cuda: await examineCuda(), webgpu: await examineWebGpu(providers) };
}

async function examineCuda(): Promise<GpuReport['cuda']> {
  const needs = cudaNeeds(await gpuFacts());
  if (needs === undefined) {
    const reason = `ONNX Runtime's CUDA provider is for Linux on x64, not for ${platform} on ${arch}`;
    return { status: 'not-applicable', reason };
  }
  // Libraries may lie where only the loader's environment leads: a trial has the last word.
  const isThere = needs.at(-1)!.problem === undefined;
  const works = isThere && (await deviceProblem('cuda')) === undefined;
  return { status: works ? 'works' : 'incomplete', needs };
}

async function gpuFacts(): Promise<GpuFacts> {
  const libraries = (await output('/sbin/ldconfig', ['-p'])) ?? '';
  return {
    platform,
    arch,
    nvidiaSmi: await nvidiaSmi(NVIDIA_SMI_QUERY),
    libraries: new Set(Array.from(libraries.matchAll(/^\s+(\S+) \(/gm), ([, name]) => name!)),
    osRelease: await readFile('/etc/os-release', 'utf8').catch(() => ''),
    missingProviderFiles: providerLibraries('cuda').flatMap(({ path, isThere }) =>
      isThere ? [] : [path],
    ),
    runtimeFolder: onnxRuntimeFolder(),
  };
}

async function examineWebGpu(providers: readonly string[]): Promise<GpuReport['webgpu']> {
  const found = await Promise.all(VULKAN_FOLDERS.map((folder) => readdir(folder).catch(() => [])));
  return {
    isThere: providers.includes('webgpu'),
    vulkanDrivers: found.flat().filter((name) => name.endsWith('.json')),
  };
}

/** What nvidia-smi answers a query; undefined if there is no driver. */
export async function nvidiaSmi(query: readonly string[]): Promise<string | undefined> {
  return await output('nvidia-smi', query);
}

/** What a program prints; undefined if it can not be run or fails. */
async function output(program: string, values: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, values, { timeout: 10_000 });
    return stdout;
  } catch {
    return undefined;
  }
}

/** Rows of a table: what, and what was found or is wrong; a command in a row of its own. */
export function gpuRows({ cuda, webgpu }: GpuReport): readonly (readonly string[])[] {
  const cudaRows =
    cuda.status === 'not-applicable'
      ? [['CUDA', cuda.reason]]
      : [
          ['CUDA', cuda.status === 'works' ? 'works (--device cuda)' : 'does not work here'],
          ...cuda.needs.flatMap((need) => needRows(need, cuda.status === 'works')),
        ];
  const drivers = webgpu.vulkanDrivers.join(', ');
  return [
    ...cudaRows,
    [
      'WebGPU',
      webgpu.isThere
        ? `in this ONNX Runtime (--device webgpu)${drivers === '' ? '' : `; Vulkan drivers: ${drivers}`}`
        : 'not in this ONNX Runtime',
    ],
  ];
}

function needRows({ what, found, problem, command }: CudaNeed, works: boolean): string[][] {
  // Where the trial works a library that the loader's list lacks is not missing.
  if (problem === undefined || works) return [[`  ${what}`, found ?? 'found by the loader']];
  return [
    [`  ${what}`, found === undefined ? `missing: ${problem}` : problem],
    ...(command === undefined ? [] : [['', `-> ${command}`]]),
  ];
}
