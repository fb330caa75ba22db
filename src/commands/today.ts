import { InvalidArgumentError } from 'commander';

/** The day it is, in UTC: `2026-11-25`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** A day of the command line. @throws {InvalidArgumentError} unless it is written as 2026-11-25 and exists. */
export function dayOption(text: string): string {
  const day = new Date(`${text}T00:00:00Z`);
  if (!Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text) return text;
  throw new InvalidArgumentError('expected a day such as 2026-11-25.');
}
