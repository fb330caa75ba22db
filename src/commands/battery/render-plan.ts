import { alignedRows } from '../aligned-rows.ts';
import type { GradingReport } from '../grading/plan-grading-report.ts';
import type { PlanReport } from './plan.ts';
import type { ConditionPlan, ModelPlan } from './plan-model.ts';

/** A plan as a person reads it in the terminal: a table a model, then the sums. */
export function renderPlan(report: PlanReport): string {
  const { benchmark, testItems, missingMedia, models, refused, journal, grading } = report;
  const all = [...models, ...(grading?.graders ?? [])].flatMap(({ conditions }) => conditions);
  const open = sum(all.map((one) => one.open));
  const failed = sum(all.map((one) => one.failed));
  const lines = [
    `${benchmark}: ${testItems} test items; nothing is asked by audit plan`,
    '',
    ...models.flatMap(modelLines),
    ...refusedLines(refused),
    ...(grading ? gradingLines(grading) : []),
    `To ask: ${number(open)} requests, ${totals([...models, ...(grading?.graders ?? [])])}`,
    ...missing(missingMedia),
    ...(failed > 0 ? [`${number(failed)} have failed: --retry-failed asks them again`] : []),
    `Journal: ${journal}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The graders with what they would be asked. */
function gradingLines({ graders, refused, awaited }: GradingReport): string[] {
  const answers = awaited === 1 ? '1 answer' : `${number(awaited)} answers`;
  return [
    `Grading${awaited > 0 ? `; ${answers} still to come, taken to be as long as allowed` : ''}`,
    '',
    ...graders.flatMap(modelLines),
    ...refusedLines(refused),
  ];
}

function refusedLines(refused: PlanReport['refused']): string[] {
  const lines = refused.map(({ name, reason }) => `${name}  can not be asked: ${reason}`);
  return lines.length > 0 ? [...lines, ''] : [];
}

const HEAD = ['condition', 'to ask', 'settled', 'prompt tokens', 'new tokens', 'time', 'cost'];

function modelLines({ model, memoryBytes, conditions }: ModelPlan): string[] {
  const memory =
    memoryBytes === null
      ? 'runs elsewhere'
      : memoryBytes < 1e8
        ? `${Math.ceil(memoryBytes / 1e6)} MB of memory`
        : `${(memoryBytes / 1e9).toFixed(1)} GB of memory`;
  const rows = conditions.map((one) => [
    one.condition,
    number(one.open),
    number(one.settled),
    number(one.promptTokens),
    `${one.isBound ? '≤' : 'about'} ${number(one.newTokens)}`,
    duration(one.open === 0 ? 0 : one.seconds),
    one.cost === null ? '' : `about ${dollars(one.cost)}`,
  ]);
  const bases = new Set(conditions.filter((one) => one.open > 0).map(({ basis }) => basis));
  return [
    `${model}, ${memory}`,
    ...alignedRows([HEAD, ...rows], 1)
      .trimEnd()
      .split('\n')
      .map((line) => `  ${line}`),
    ...conditions.flatMap(refusals),
    ...(bases.size > 0 ? [`  estimated from ${[...bases].join('; ')}`] : []),
    '',
  ];
}

function refusals({ condition, notApplicable }: ConditionPlan): string[] {
  return Object.entries(notApplicable).map(
    ([reason, items]) =>
      `  ${condition}: ${items === 1 ? '1 item' : `${number(items)} items`} not applicable: ${reason}`,
  );
}

/** The first few by name. */
function missing(paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const named = `${paths.slice(0, 3).join(', ')}${paths.length > 3 ? ', …' : ''}`;
  const media = paths.length === 1 ? '1 medium' : `${number(paths.length)} media`;
  return [`${media} can not be read (${named}): requests that show them will fail`];
}

function totals(models: readonly ModelPlan[]): string {
  const open = models.flatMap(({ conditions }) => conditions).filter((one) => one.open > 0);
  const isBound = open.every((one) => one.isBound);
  const known = open.every(({ seconds }) => seconds !== undefined);
  const costs = open.flatMap(({ cost }) => cost ?? []);
  return [
    `about ${number(sum(open.map((one) => one.promptTokens)))} prompt tokens`,
    `${isBound ? 'at most' : 'about'} ${number(sum(open.map((one) => one.newTokens)))} new tokens`,
    known ? `time about ${duration(sum(open.map(({ seconds }) => seconds ?? 0)))}` : 'time unknown',
    ...(costs.length > 0 ? [`about ${dollars(sum(costs))}${unpriced(models)}`] : []),
  ].join(', ');
}

/** ", without llama-judge, which has no price": servers whose cost is not in a sum. */
function unpriced(models: readonly ModelPlan[]): string {
  const names = models
    .filter(({ memoryBytes }) => memoryBytes === null)
    .filter(({ conditions }) => conditions.some(({ open, cost }) => open > 0 && cost === null))
    .map(({ model }) => model);
  const verb = names.length === 1 ? 'has' : 'have';
  return names.length === 0 ? '' : `, without ${names.join(', ')}, which ${verb} no price`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function number(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

function dollars(value: number): string {
  return `$${value.toFixed(2)}`;
}

function duration(seconds: number | undefined): string {
  if (seconds === undefined) return 'unknown';
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
