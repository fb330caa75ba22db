/** Large files for benchmarks of reading: written from rows, read by a step in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, statSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createRandom, type RandomSource } from '../src/statistics/index.ts';

/** What each step does with a file; the number of rows it met. */
export type Steps<Step extends string> = Readonly<Record<Step, (path: string) => Promise<number>>>;

export interface Measurement {
  readonly seconds: number;
  readonly peakMegabytes: number;
  readonly rows: number;
}

const megabyte = 1e6;

/** Writes rows until the file has that size. */
export async function writeRows(
  path: string,
  megabytes: number,
  shape: { readonly start: string; readonly separator: string; readonly end: string },
  row: (index: number, random: RandomSource) => string,
): Promise<void> {
  const file = createWriteStream(path);
  const random = createRandom(1);
  let [written, index] = [0, 0];
  file.write(shape.start);
  while (written < megabytes * megabyte) {
    const rows = Array.from({ length: 100 }, () => row(index++, random)).join(shape.separator);
    const text = written === 0 ? rows : shape.separator + rows;
    written += text.length;
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end(shape.end);
  await once(file, 'finish');
}

/** Runs a step of this script on a file in a process of its own. */
export async function measureApart(step: string, path: string): Promise<Measurement> {
  // As the command line sets it: V8 would let the heap grow fourfold before it collects.
  const child = fork(process.argv[1]!, [step, path], { execArgv: ['--heap-growing-percent=50'] });
  const [measurement] = (await once(child, 'message')) as [Measurement];
  return measurement;
}

/** The script's entry: a child runs the step it was given, the parent `main` with the megabytes asked for. */
export async function runApart<Step extends string>(
  steps: Steps<Step>,
  main: (megabytes: number) => Promise<void>,
  defaultMegabytes: number,
): Promise<void> {
  const [, , first, path] = process.argv;
  if (!process.send) return main(Number(first ?? defaultMegabytes));
  const start = performance.now();
  const rows = await steps[first as Step](path!);
  const seconds = (performance.now() - start) / 1000;
  process.send({ seconds, rows, peakMegabytes: process.resourceUsage().maxRSS / 1000 });
}

/** Prints a measurement in a line; returns MB/s. */
export function report(title: string, path: string, measurement: Measurement): number {
  const { seconds, peakMegabytes, rows } = measurement;
  const size = statSync(path).size / megabyte;
  const rate = size / seconds;
  console.log(
    `${title.padEnd(34)} ${size.toFixed(0)} MB, ${rows} rows: ${seconds.toFixed(2)} s, ${(rows / seconds).toFixed(0)} rows/s, ${rate.toFixed(0)} MB/s, peak ${peakMegabytes.toFixed(0)} MB resident`,
  );
  return rate;
}
