import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Medium, PRECISIONS } from '../model/model.ts';
import type { Progress } from '../progress.ts';
import { deviceOption } from './device-option.ts';

/** What the commands are given by the process they run in. */
export interface ProcessSurroundings {
  readonly stdout: { readonly isTTY?: boolean; write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly progress: Progress;
  /** Where quantised weights and parity records are kept. */
  readonly cacheFolder: string;
  readonly exit: (code: number) => void;
  /** Calls back once on Ctrl-C, in place of ending the process. */
  readonly onInterrupt: (action: () => void) => void;
}

const exitCodes = `
Exit codes:
  0    done
  2    could not: wrong usage, or a folder or image that can not be used
  130  interrupted: what was generated so far is printed`;

const checkExitCodes = `
Exit codes:
  0  pass: every stage within its tolerance
  1  fail: a stage is not
  2  could not run
  3  inconclusive: the weights are quantised, so parity can only be reported`;

const precisionOption = (): Option =>
  new Option(
    '--precision <name>',
    'how weights are held; auto: float32 while it fits, float16 on webgpu, bfloat16 on cuda',
  )
    .choices(['auto', ...PRECISIONS])
    .default('auto');

const threadsOption = (): Option =>
  new Option('--threads <n>', 'threads inside one operation').argParser(wholeNumber(1));

/** Adds `audit model ...` and `audit doctor`. */
export function addModelCommands(program: Command, surroundings: ProcessSurroundings): void {
  const model = program
    .command('model')
    .description('look at, check, ask and synthesise model checkpoints');
  addInspect(model, surroundings);
  addCheck(model, surroundings);
  addAsk(model, surroundings);
  addSynth(model, surroundings);
  program
    .command('doctor')
    .description('what this machine has and which models would run here')
    .option('--json', 'print the findings as JSON on stdout')
    .addHelpText('after', '\nExample:\n  $ audit doctor')
    .action(async (options: { json?: boolean }) => {
      const { examineMachine, renderDoctorReport } = await import('./doctor.ts');
      const report = await examineMachine(surroundings.cacheFolder);
      surroundings.stdout.write(options.json ? toJson(report) : renderDoctorReport(report));
    });
}

function addInspect(model: Command, { stdout }: ProcessSurroundings): void {
  model
    .command('inspect')
    .description('architecture, sizes, tokenizer, generation defaults, what is missing, memory')
    .argument('<folder>', 'a checkpoint as Hugging Face or ModelScope lays it out')
    .option('--json', 'print the facts as JSON on stdout')
    .addHelpText('after', '\nExample:\n  $ audit model inspect ./Qwen3-VL-8B-sft')
    .action(async (folder: string, options: { json?: boolean }) => {
      const { inspectModel, renderModelFacts } = await import('./model-inspect.ts');
      const facts = await inspectModel(folder);
      stdout.write(options.json ? toJson(facts) : renderModelFacts(facts));
    });
}

function addCheck(model: Command, surroundings: ProcessSurroundings): void {
  model
    .command('check')
    .description('compare this build with the reference vectors, then try the checkpoint')
    .argument('<folder>', 'the checkpoint')
    .addOption(deviceOption())
    .addOption(precisionOption())
    .addOption(threadsOption())
    .option('--json', 'print the stages as JSON on stdout')
    .addHelpText('after', `\nExample:\n  $ audit model check ./Qwen3-VL-8B-sft\n${checkExitCodes}`)
    .action(async (folder: string, options) => {
      const { checkModel, renderCheckReport } = await import('./model-check.ts');
      const { cacheFolder, progress, stdout, exit } = surroundings;
      const report = await checkModel(folder, options, cacheFolder, progress);
      stdout.write(options.json ? toJson(report) : renderCheckReport(report));
      exit({ pass: 0, fail: 1, inconclusive: 3 }[report.verdict]);
    });
}

function addAsk(model: Command, surroundings: ProcessSurroundings): void {
  const ask = model
    .command('ask')
    .description('ask one question; stdout is the answer alone')
    .argument('<folder>', 'the checkpoint')
    .argument('<question>', 'the text of the question');
  const media = addMediaOptions(ask);
  addSelectorOptions(ask);
  addSamplingOptions(ask)
    .option('--system <text>', 'a system message')
    .option('--max-new-tokens <n>', 'longest answer', wholeNumber(1), 1024)
    .addOption(deviceOption())
    .addOption(precisionOption())
    .addOption(threadsOption())
    .option('--json', 'print answer, ids and log-probabilities as JSON on stdout')
    .addHelpText(
      'after',
      `\nExample:\n  $ audit model ask ./Qwen3-VL-8B-sft --image a.png --greedy "Is there a mass?"\n${exitCodes}`,
    )
    .action(async (folder: string, question: string, options) => {
      const { askModel } = await import('./model-ask.ts');
      const controller = new AbortController();
      surroundings.onInterrupt(() => controller.abort());
      const code = await askModel(
        folder,
        question,
        { ...options, media },
        {
          cacheFolder: surroundings.cacheFolder,
          progress: surroundings.progress,
          write: (text) => surroundings.stdout.write(text),
          streams: surroundings.stdout.isTTY === true,
          log: (line) => surroundings.stderr.write(`${line}\n`),
          signal: controller.signal,
        },
      );
      surroundings.exit(code);
    });
}

/** @returns the media, filled while the command line is parsed. */
function addMediaOptions(command: Command): readonly Medium[] {
  // One list for all kinds: the order of the flags is the order of the media.
  const media: Medium[] = [];
  const medium =
    (make: (file: string) => Medium) =>
    (file: string): void => {
      media.push(make(file));
    };
  command
    .option(
      '--image <file>',
      'an image before the question; media flags may be repeated and keep their order',
      medium((image) => ({ type: 'image', image })),
    )
    .option(
      '--slide <file>',
      "a slide's tile features (HDF5), for BreastGPT",
      medium((slide) => ({ type: 'slide', slide })),
    )
    .option(
      '--volume <file>',
      'a NIfTI volume, for BreastGPT',
      medium((volume) => ({ type: 'volume', volume })),
    );
  return media;
}

/** How BreastGPT takes media in; defaults are those of config.json. */
function addSelectorOptions(command: Command): void {
  command
    .addOption(
      new Option(
        '--selector-precision <name>',
        "arithmetic of BreastGPT's selector; default float32, the authors' is bfloat16",
      ).choices(['float32', 'bfloat16']),
    )
    .option('--image-tokens <n>', 'tokens BreastGPT keeps of an image', wholeNumber(1))
    .option('--slide-tokens <n>', 'tokens BreastGPT keeps of a slide', wholeNumber(1))
    .option('--volume-tokens <n>', 'tokens BreastGPT keeps of a volume', wholeNumber(1))
    .option(
      '--window-width <n>',
      'grey levels of a volume to keep apart; needs a level',
      wholeNumber(1),
    )
    .option(
      '--window-level <n>',
      'their middle; needs a width',
      wholeNumber(Number.MIN_SAFE_INTEGER),
    );
}

function addSamplingOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--greedy', 'the most probable token every time').conflicts([
        'sample',
        'temperature',
        'topK',
        'topP',
        'seed',
      ]),
    )
    .option('--sample', "draw tokens; default is the checkpoint's generation_config.json")
    .option('--temperature <x>', 'for drawing', number)
    .option('--top-k <n>', 'for drawing; 0 for all tokens', wholeNumber(0))
    .option('--top-p <x>', 'for drawing; 1 for all tokens', number)
    .option('--seed <n>', 'for drawing; the same seed draws the same answer', wholeNumber(0));
}

function addSynth(model: Command, { stderr, progress }: ProcessSurroundings): void {
  model
    .command('synth')
    .description('write a checkpoint with random weights, for tests and benchmarks')
    .requiredOption(
      '--like <size>',
      'qwen3-vl-2b, qwen3-vl-4b, qwen3-vl-8b, qwen3-vl-32b or breastgpt-8b',
    )
    .requiredOption('--out <dir>', 'a new or empty folder')
    .option('--layers <n>', 'decoder layers; default those of the size', wholeNumber(1))
    .option('--vision-layers <n>', 'layers of the vision tower', wholeNumber(1))
    .option('--tokenizer <dir>', 'a checkpoint whose tokenizer and template are copied')
    .option('--shard-bytes <n>', 'size of a weight file at most', wholeNumber(1))
    .option('--seed <n>', 'the same seed writes the same bytes', wholeNumber(0), 0)
    .addHelpText(
      'after',
      '\nExample:\n  $ audit model synth --like qwen3-vl-8b --layers 36 --out ./synthetic-8b',
    )
    .action(async (options) => {
      const { synthModel } = await import('./model-synth.ts');
      stderr.write(`${await synthModel(options, progress)}\n`);
    });
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Reads a whole number of at least so much. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least) return value;
    const bound = least === Number.MIN_SAFE_INTEGER ? '' : `, ${least} or more`;
    throw new InvalidArgumentError(`expected a whole number${bound}.`);
  };
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('expected a number.');
}
