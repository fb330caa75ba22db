import type { ResolvedConfig } from '../../benchmark/config.ts';
import { gradingPromptIds, hasOneScore, severalScores } from '../../benchmark/grading-config.ts';
import { AuditError } from '../../errors.ts';
import type { BatteryOptions } from '../battery/battery-options.ts';
import { namesIn } from '../names-in.ts';

/** Options of the commands that plan or run a grading, as the command line gives them. */
export interface GradingOptions
  extends Pick<BatteryOptions, 'device' | 'resume' | 'retryFailed' | 'ask' | 'shard' | 'journal'> {
  /** Comma-separated names. */
  readonly graders?: string;
  readonly prompts?: string;
  /** Whether pairs are shown in both orders. */
  readonly swap?: boolean;
  readonly repeats?: number;
}

/** Whether a config names graders to ask. */
export function hasGraders({ graders }: Pick<ResolvedConfig, 'graders'>): boolean {
  return Object.keys(graders).length > 0;
}

/**
 * A config with what the command line says of its grading.
 *
 * @throws {AuditError} if it has no graders, or the command line wants a grader or prompt that there
 *   is not.
 */
export function withGradingOptions(
  config: ResolvedConfig,
  { graders, prompts, swap, repeats }: GradingOptions,
): ResolvedConfig {
  if (!hasGraders(config)) throw nobodyGrades(config.input.path);
  const chosen =
    graders === undefined
      ? config.graders
      : Object.fromEntries(
          namesIn(['--graders', graders], Object.keys(config.graders), refusal).map((name) => [
            name,
            config.graders[name]!,
          ]),
        );
  const ids =
    prompts === undefined
      ? config.grading.prompts
      : namesIn(['--prompts', prompts], gradingPromptIds, refusal);
  if (!hasOneScore(ids)) {
    throw new AuditError({
      code: 'grading-filter',
      location: `--prompts ${prompts}`,
      problem: severalScores,
      remedy: 'ask for one kind of score at a time',
    });
  }
  return {
    ...config,
    graders: chosen,
    grading: {
      ...config.grading,
      prompts: ids,
      ...(swap !== undefined && { swap }),
      ...(repeats !== undefined && { repeats }),
    },
  };
}

const refusal = {
  code: 'grading-filter',
  problemOf: (name: string): string => `there is no "${name}"`,
};

function nobodyGrades(configFile: string): AuditError {
  return new AuditError({
    code: 'graders-missing',
    location: configFile,
    problem: 'names no "graders", so that there is nobody to ask',
    remedy: 'add graders: { name: { endpoint: { url: …, model: … } } }, see docs/grading.md',
  });
}
