import { MICROSOFT_DOMAIN } from '../node.ts';
import type { Tape } from '../tape.ts';
import { ELEMENT_TYPE_CODES, type ElementType, type Value } from '../value.ts';

/** a + b; b has the shape of a, or one that stretches to it. */
export function add(tape: Tape, a: Value, b: Value): Value {
  return tape.op('Add', [a, b], a);
}

/** a * b; b has the shape of a, or one that stretches to it. */
export function multiply(tape: Tape, a: Value, b: Value): Value {
  return tape.op('Mul', [a, b], a);
}

/** x in another element type; x itself where it has that type. */
export function cast(tape: Tape, x: Value, type: ElementType): Value {
  if (x.type === type) return x;
  return tape.op(
    'Cast',
    [x],
    { type, shape: x.shape },
    { to: { int: ELEMENT_TYPE_CODES[type] } },
    { name: `${x.name}.${type}` },
  );
}

/** x * sigmoid(x). */
export function silu(tape: Tape, x: Value): Value {
  return tape.op('QuickGelu', [x], x, { alpha: { float: 1 } }, { domain: MICROSOFT_DOMAIN });
}

/** x * Phi(x), through the error function. */
export function gelu(tape: Tape, x: Value): Value {
  return tape.op('Gelu', [x], x);
}

/** The tanh approximation of `gelu`. */
export function geluTanh(tape: Tape, x: Value): Value {
  return tape.op('Gelu', [x], x, { approximate: { string: 'tanh' } });
}
