import { batched, repeated, sampled, selectorBfloat16 } from './asked-again.ts';
import { blank } from './blank.ts';
import type { Condition } from './condition.ts';
import { fewShot } from './few-shot.ts';
import { format } from './format.ts';
import { noise } from './noise.ts';
import { none } from './none.ts';
import { optionsOnly } from './options-only.ts';
import { real } from './real.ts';
import { rotated } from './rotated.ts';
import { shuffled } from './shuffled.ts';
import { wrongModality } from './wrong-modality.ts';

/** Every condition, in the order of `conditionIds`. */
export const conditions: readonly Condition[] = [
  real,
  none,
  blank,
  noise,
  shuffled,
  wrongModality,
  optionsOnly,
  rotated,
  format,
  fewShot,
  repeated,
  sampled,
  selectorBfloat16,
  batched,
];
