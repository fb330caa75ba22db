import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ProcessSurroundings, wholeNumber } from './model-program.ts';

const encodeExitCodes = `
Exit codes:
  0    done
  2    could not: wrong usage, a slide or encoder that can not be used, or no tissue
  130  interrupted: the same command goes on with what was computed`;

const checkExitCodes = `
Exit codes:
  0    pass: every tile within its tolerance; from now on features of this encoder are "verified"
  1    fail: a tile is not
  2    could not run
  3    inconclusive: too few of the published tiles lie on the slide
  130  interrupted`;

/** Adds `audit slide ...`. */
export function addSlideCommands(program: Command, surroundings: ProcessSurroundings): void {
  const slide = program
    .command('slide')
    .description('turn whole-slide images into tile features, and check the encoder');
  addEncode(slide, surroundings);
  addCheck(slide, surroundings);
}

const encoderOption = (): Option =>
  new Option(
    '--encoder <path>',
    'the safetensors of CONCH v1.5, or the folder they lie in',
  ).makeOptionMandatory();

const threadsOption = (): Option =>
  new Option('--threads <n>', 'threads inside one operation').argParser(wholeNumber(1));

function addEncode(slide: Command, surroundings: ProcessSurroundings): void {
  slide
    .command('encode')
    .description('cut the tissue of a slide into tiles and encode them')
    .argument('<slide>', 'a tiled TIFF or SVS')
    .addOption(encoderOption())
    .requiredOption('--out <file>', 'the HDF5 file to write, in the layout of Trident')
    .option('--mpp <x>', 'microns a pixel has, where the slide does not tell', numberTo(10))
    .option('--least-tissue <x>', 'share of a tile that must be tissue', numberTo(1), 0.1)
    .option('--batch <n>', 'tiles at once; more than one helps many cores only', wholeNumber(1), 1)
    .addOption(threadsOption())
    .option('--json', 'print a summary as JSON on stdout')
    .addHelpText(
      'after',
      `\nExample:\n  $ audit slide encode slide.svs --encoder ./conch_v1_5 --out slide.h5\n${encodeExitCodes}`,
    )
    .action(async (path: string, { batch, json, ...options }) => {
      const { encodeSlideCommand } = await import('./slide-encode.ts');
      const task = { ...options, batchSize: batch, json: json === true };
      surroundings.exit(await encodeSlideCommand(path, task, slideSurroundings(surroundings)));
    });
}

function addCheck(slide: Command, surroundings: ProcessSurroundings): void {
  slide
    .command('check')
    .description('compare the encoder with features that Trident made of the same slide')
    .argument('<slide>', 'the slide the published features are of')
    .addOption(encoderOption())
    .requiredOption('--published <file>', 'HDF5 file with features and coords, made by Trident')
    .option('--tiles <n>', 'how many tiles are compared', wholeNumber(8), 32)
    .addOption(threadsOption())
    .option('--json', 'print what was compared as JSON on stdout')
    .addHelpText(
      'after',
      `\nExample:\n  $ audit slide check slide.svs --encoder ./conch_v1_5 --published published.h5\n${checkExitCodes}`,
    )
    .action(async (path: string, { json, ...options }) => {
      const { checkSlideCommand } = await import('./slide-check.ts');
      const task = { ...options, json: json === true };
      surroundings.exit(await checkSlideCommand(path, task, slideSurroundings(surroundings)));
    });
}

/** What the slide commands are given by the terminal they run in. */
export interface SlideSurroundings {
  readonly cacheFolder: string;
  readonly progress: ProcessSurroundings['progress'];
  readonly write: (text: string) => void;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

function slideSurroundings(surroundings: ProcessSurroundings): SlideSurroundings {
  const { cacheFolder, progress, stdout, stderr, onInterrupt } = surroundings;
  const controller = new AbortController();
  onInterrupt(() => controller.abort());
  return {
    cacheFolder,
    progress,
    write: (text) => stdout.write(text),
    log: (line) => stderr.write(`${line}\n`),
    signal: controller.signal,
  };
}

function numberTo(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (value > 0 && value <= most) return value;
    throw new InvalidArgumentError(`expected a number above 0, ${most} at most.`);
  };
}
