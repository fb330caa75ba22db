import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import { loop } from '../../onnx/ops/control-flow.ts';
import { add, cast, multiply } from '../../onnx/ops/elementwise.ts';
import { gather } from '../../onnx/ops/indexing.ts';
import { reshape, slice } from '../../onnx/ops/layout.ts';
import { Tape } from '../../onnx/tape.ts';
import type { Value } from '../../onnx/value.ts';
import type { Qwen3VlConfig } from './config.ts';
import {
  type DecoderCall,
  decode,
  fusedAttention,
  type LayerCache,
  promptInputs,
} from './decoder.ts';

/** What stays the same in every pass. */
interface Fixed {
  /** f32[steps, batch, headDim / 2]: the angles of each token that is generated. */
  readonly nextCos: Value;
  readonly nextSin: Value;
  /** i64[batch]: 0, 1, 2 ... */
  readonly rowIndex: Value;
  /** i64[1, stops] */
  readonly stopIds: Value;
  /** i64[wanted] */
  readonly askedIds: Value;
}

/**
 * Greedy decoding whole in one graph: prompts go in, tokens come out. The first pass of its
 * loop takes the prompts in, each further one the tokens just chosen, and the key-value cache
 * never leaves the device. Rows that have stopped go along, unread, until all have.
 *
 * Inputs: those of `buildDecoder` but for the cache, with `logits_index` i64[wanted] the last
 * row of each prompt; and `next_cos`, `next_sin` f32[steps, batch, headDim / 2], the angles of
 * the tokens to come; `row_index` i64[batch], 0, 1, 2 ...; `running` i64[wanted], 1 for every
 * row; `stop_ids` i64[1, stops]; `max_new_tokens` i64[]; `asked_ids` i64[wanted], a token of each
 * row whose probability is wanted whether it is chosen or not; `empty_cache` f32[batch,
 * keyValueHeads, 0, headDim].
 *
 * Outputs: `tokens` i64[passes, wanted]; `log_probs`, `asked_log_probs` f32[passes, wanted].
 *
 * With `max_new_tokens` 1 the wanted rows may be any: so options are scored, by prefill alone.
 *
 * @throws {AuditError} if a tensor is missing or has another shape.
 */
export function buildGreedyDecoder(config: Qwen3VlConfig, checkpoint: Checkpoint): Graph {
  const { text } = config;
  const tape = new Tape('greedy-decoder');
  const prompt = promptInputs(tape, config);
  const angles = ['steps', 'batch', text.headDim / 2];
  const fixed = {
    nextCos: tape.input('next_cos', 'float32', angles),
    nextSin: tape.input('next_sin', 'float32', angles),
    rowIndex: tape.input('row_index', 'int64', ['batch']),
    stopIds: tape.input('stop_ids', 'int64', [1, 'stops']),
    askedIds: tape.input('asked_ids', 'int64', ['wanted']),
  };
  const running = tape.input('running', 'int64', ['wanted']);
  const trips = tape.input('max_new_tokens', 'int64', []);
  const emptyShape = ['batch', text.keyValueHeadCount, 'past', text.headDim];
  const empty = tape.input('empty_cache', 'float32', emptyShape);
  const caches = Array.from({ length: 2 * text.layerCount }, () => empty);
  const initial = [...(Object.values(prompt) as Value[]), running, ...caches];
  const [tokens, logProbs, askedLogProbs] = loop(
    tape,
    { trips, initial, name: 'steps' },
    (body, iteration, carried) => {
      const { call, running } = callOf(prompt, carried);
      const { logits, present } = decode(
        body,
        config,
        checkpoint,
        call,
        fusedAttention(body, config, call),
      );
      const chosen = choose(body, logits, fixed);
      const stillRunning = multiply(body, running, goesOn(body, chosen.token, fixed));
      const next = nextCall(body, call, chosen.token, iteration, fixed);
      return {
        condition: anyOf(body, stillRunning),
        carried: [
          ...(Object.values(next) as Value[]),
          stillRunning,
          ...present.flatMap(({ key, value }) => [key, value]),
        ],
        collected: [chosen.token, chosen.logProb, chosen.askedLogProb],
      };
    },
  );
  tape.output('tokens', tokens!); //                                      [passes, wanted]
  tape.output('log_probs', logProbs!);
  tape.output('asked_log_probs', askedLogProbs!);
  return tape.graph;
}

/** The carried values by their names. */
function callOf(
  prompt: Omit<DecoderCall, 'past'>,
  carried: readonly Value[],
): { readonly call: DecoderCall; readonly running: Value } {
  const names = Object.keys(prompt);
  const named = Object.fromEntries(names.map((name, i) => [name, carried[i]!]));
  const caches = carried.slice(names.length + 1);
  const past: LayerCache[] = [];
  for (let i = 0; i < caches.length; i += 2) past.push({ key: caches[i]!, value: caches[i + 1]! });
  return {
    call: { ...(named as unknown as Omit<DecoderCall, 'past'>), past },
    running: carried[names.length]!,
  };
}

interface Choice {
  /** i64[wanted] */
  readonly token: Value;
  /** f32[wanted] */
  readonly logProb: Value;
  readonly askedLogProb: Value;
}

/** The most probable token of each row, its log-probability and that of the asked token. */
function choose(tape: Tape, logits: Value, { askedIds }: Fixed): Choice {
  const wide = cast(tape, logits, 'float32'); //                          [wanted, vocabulary]
  const rows = { type: 'int64', shape: ['wanted'] } as const;
  const token = tape.op('ArgMax', [wide], rows, { axis: { int: 1 }, keepdims: { int: 0 } });
  const logProbs = tape.op('LogSoftmax', [wide], wide, { axis: { int: 1 } });
  const logProbOf = (ids: Value): Value => {
    const result = { type: 'float32', shape: ['wanted', 1] } as const;
    const inputs = [logProbs, column(tape, ids)];
    const picked = tape.op('GatherElements', inputs, result, { axis: { int: 1 } });
    return reshape(tape, picked, [-1], ['wanted']);
  };
  return { token, logProb: logProbOf(token), askedLogProb: logProbOf(askedIds) };
}

function column(tape: Tape, x: Value): Value {
  return reshape(tape, x, [-1, 1], [x.shape[0]!, 1]);
}

/** i64[wanted]: 0 where the token is one to stop at, else 1. */
function goesOn(tape: Tape, token: Value, { stopIds }: Fixed): Value {
  const equal = { type: 'bool', shape: ['wanted', 'stops'] } as const;
  const hits = cast(tape, tape.op('Equal', [column(tape, token), stopIds], equal), 'int64');
  const count = tape.op('ReduceSum', [hits, tape.shape([1])], token, { keepdims: { int: 0 } });
  const none = tape.op('Equal', [count, tape.scalar(0, 'int64')], { ...token, type: 'bool' });
  return cast(tape, none, 'int64');
}

function anyOf(tape: Tape, flags: Value): Value {
  const sum = tape.op('ReduceSum', [flags], { type: 'int64', shape: [] }, { keepdims: { int: 0 } });
  return cast(tape, sum, 'bool');
}

/** What the pass after this one reads: the tokens just chosen, and no image. */
function nextCall(
  tape: Tape,
  call: DecoderCall,
  token: Value,
  iteration: Value,
  { nextCos, nextSin, rowIndex }: Fixed,
): Omit<DecoderCall, 'past'> {
  const one = tape.scalar(1, 'int32');
  return {
    inputIds: reshape(tape, token, [-1, 1], ['batch', 1]),
    visualEmbeds: slice(tape, call.visualEmbeds, 0, 0, 0),
    visualIndex: slice(tape, call.visualIndex, 0, 0, 0),
    deepstack: slice(tape, call.deepstack, 1, 0, 0),
    cos: gather(tape, nextCos, iteration), //                              [batch, headDim / 2]
    sin: gather(tape, nextSin, iteration),
    lastIndex: add(tape, call.lastIndex, one),
    totalLength: add(tape, call.totalLength, one),
    logitsIndex: tape.op('Identity', [rowIndex], rowIndex),
  };
}
