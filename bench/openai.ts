/**
 * What the openai engine costs a request, against bare `fetch`, with 256 under way.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/openai.js
 *
 * Both ask the same questions of the same server, which answers at once in a process of its own;
 * runs are interleaved, medians printed. CPU time is this process's alone: what the engine adds to
 * it is its own overhead, whatever the server and the network take.
 */
import { fork } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import type { EndpointConfig } from '../src/benchmark/model-config.ts';
import { openOpenAiEngine } from '../src/engine/openai/open-openai-engine.ts';
import { startChatServer } from '../test/chat-server.ts';

const inFlight = 256;
const requests = 8192;
const rounds = 5;

interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Milliseconds a request when `inFlight` askers ask one question after another. */
async function cost(ask: (question: string) => Promise<string>): Promise<Cost> {
  let next = 0;
  const asker = async () => {
    while (next < requests) {
      next += 1;
      const text = await ask(`Is a mass seen in image ${next}?`);
      if (!text.startsWith('answer ')) throw new Error(`not an answer: ${text}`);
    }
  };
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: inFlight }, asker));
  const wallMs = (performance.now() - start) / requests;
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000 / requests };
}

function body(question: string) {
  const messages = [{ role: 'user', content: question }];
  return { model: 'm', messages, temperature: 0, seed: 0, max_tokens: 16 };
}

async function bareFetch(url: string, question: string): Promise<string> {
  const response = await fetch(`${url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body(question)),
  });
  const reply = (await response.json()) as { choices: { message: { content: string } }[] };
  return reply.choices[0]!.message.content;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}

async function measure(url: string): Promise<void> {
  const config: EndpointConfig = {
    url,
    model: 'm',
    apiKeyVariable: 'NONE',
    maxInFlight: inFlight,
    timeoutSeconds: 60,
    attempts: 1,
    body: {},
  };
  const engine = await openOpenAiEngine(config, { environment: {} });
  const { signal } = new AbortController();
  const askers = {
    fetch: (question: string) => bareFetch(url, question),
    engine: async (question: string) => {
      const prompt = { messages: [{ role: 'user', content: question } as const] };
      return (await engine.ask({ prompt, maxNewTokens: 16 }, signal)).answer.text;
    },
  };
  const costs: Record<keyof typeof askers, Cost[]> = { fetch: [], engine: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const name of ['fetch', 'engine'] as const) {
      const found = await cost(askers[name]);
      // The first round warms up.
      if (round > 0) costs[name].push(found);
    }
  }
  for (const unit of ['wallMs', 'cpuMs'] as const) {
    const bare = median(costs.fetch.map((each) => each[unit]));
    const ours = median(costs.engine.map((each) => each[unit]));
    console.log(
      `${unit} a request: fetch ${bare.toFixed(3)}, engine ${ours.toFixed(3)}, ` +
        `ratio ${(ours / bare).toFixed(2)}, difference ${(ours - bare).toFixed(3)}`,
    );
  }
  await engine.close();
}

const serverArgument = 'serve';

if (process.argv[2] === serverArgument) {
  const server = await startChatServer();
  process.send!(server.url);
} else {
  const child = fork(fileURLToPath(import.meta.url), [serverArgument]);
  try {
    await measure(await new Promise<string>((resolve) => child.once('message', resolve)));
  } finally {
    child.kill();
  }
  process.exit();
}
