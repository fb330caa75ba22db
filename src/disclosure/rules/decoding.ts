import { percent } from '../../audit/wording.ts';
import type { DeclaredDecoding } from '../facts.ts';
import type { Measurements } from '../measurements.ts';
import { given, type Observed, type Rule } from './rule.ts';

/** Published shares are rounded to a whole percent. */
const rounding = 0.005;

/**
 * D15: temperature and seed against what the checkpoints ask for, the share of cut answers against the
 * answers. What a checkpoint asks for is refuted only where it is said that nobody set anything else.
 */
export const decoding: Rule<'D15'> = (facts, measurements) => {
  const { temperature, truncatedShare, seed, maxTokens, runs } = facts;
  const unseen = { missing: 'answers do not show it' };
  return [
    {
      key: 'temperature',
      said: given(temperature),
      observed: checkpointSettings(facts, measurements),
    },
    {
      key: 'truncatedShare',
      said: given(truncatedShare),
      observed: cutAnswers(truncatedShare, measurements),
    },
    { key: 'seed', said: given(seed), observed: unseen },
    { key: 'maxTokens', said: given(maxTokens), observed: unseen },
    { key: 'runs', said: given(runs), observed: unseen },
  ];
};

function checkpointSettings(
  { temperature, setBy }: DeclaredDecoding,
  measurements: Measurements,
): Observed {
  const asked = measurements.cards.flatMap(({ name, role, decoding: settings }) => {
    if (settings === undefined || role === 'other') return [];
    // A checkpoint that samples and names no temperature leaves it at 1.
    return [{ name, temperature: settings.doSample ? (settings.temperature ?? 1) : 0 }];
  });
  const contradicted = measurements
    .resultOf('comparator-balance')
    ?.findings.find(
      ({ kind, severity, values }) =>
        kind === 'declared-contradicted' &&
        severity === 'defect' &&
        ['temperature', 'seed', 'longest answer', 'number of runs'].includes(String(values.fact)),
    );
  if (contradicted) return { holds: false, reading: contradicted.title.replace(/\.$/, '') };
  if (asked.length === 0) return { missing: 'no checkpoint of a model is at hand' };
  const reading = asked
    .map(({ name, temperature: own }) => `${name} asks for ${temperatureText(own)}`)
    .join('; ');
  if (temperature === undefined) return { holds: undefined, reading };
  const agrees = asked.every(({ temperature: own }) => own === temperature);
  if (agrees) return { holds: true, reading };
  return {
    holds: setBy === 'checkpoint' ? false : undefined,
    reading: setBy === 'checkpoint' ? reading : `${reading}, unless whoever asked set it`,
  };
}

function temperatureText(temperature: number): string {
  return temperature === 0 ? 'greedy decoding' : `temperature ${temperature}`;
}

function cutAnswers(said: number | undefined, { truncated }: Measurements): Observed {
  const recorded = truncated.filter(({ answers }) => answers > 0);
  if (recorded.length === 0) return { missing: 'no answers were read' };
  const worst = recorded.reduce((most, one) => (share(one) > share(most) ? one : most));
  const reading = `${worst.model}: ${worst.truncated} of ${worst.answers} answers cut (${percent(share(worst))})`;
  if (said === undefined) return { holds: undefined, reading };
  // Which answers were cut is not always recorded: fewer than is said refutes nothing.
  return { holds: share(worst) <= said + rounding, reading };
}

function share({
  truncated,
  answers,
}: {
  readonly truncated: number;
  readonly answers: number;
}): number {
  return truncated / answers;
}
