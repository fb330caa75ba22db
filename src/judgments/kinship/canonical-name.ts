/**
 * A model's name without its organisation, case and punctuation: `Qwen/Qwen3-VL_8B` and
 * `qwen3-vl-8b` are both `qwen3-vl-8b`.
 *
 * Versions stay apart: `gpt-4` and `gpt-4-0613` are two names.
 */
export function canonicalName(name: string): string {
  return withoutOrganisation(name)
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

/** The part behind the last `organisation/`; a slash between spaces joins columns and stays. */
export function withoutOrganisation(name: string): string {
  return name.trim().replace(/^(?:[^\s/]+\/)+(?=[^\s/])/, '');
}

/** Whether a grader and a candidate are one model by their names. */
export function sameModel(grader: string, candidate: string): boolean {
  return canonicalName(grader) === canonicalName(candidate);
}
