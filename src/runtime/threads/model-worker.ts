import { parentPort, workerData } from 'node:worker_threads';
import type { Progress } from '../../progress.ts';
import type { ModelExecutor } from '../model-executor.ts';
import { type ExecutorSettings, openExecutor } from '../open-executor.ts';
import { failedAnswer } from './answer.ts';
import type { WorkerReply, WorkerRequest } from './model-worker-messages.ts';

// The thread that a model runs in: ONNX Runtime blocks the thread that calls it.
const port = parentPort!;

const progress: Progress = {
  start(label, total) {
    reply({ id: 0, kind: 'progress', step: { kind: 'start', label, total } });
    return {
      advance: (count) => reply({ id: 0, kind: 'progress', step: { kind: 'advance', count } }),
      done: (note) => reply({ id: 0, kind: 'progress', step: { kind: 'done', note } }),
    };
  },
};

const executor = openExecutor(workerData as ExecutorSettings, progress);
let before: Promise<void> = answer(0, async () => {
  await executor;
});
port.on('message', (message: WorkerRequest) => {
  before = before.then(() => answer(message.id, async () => await act(await executor, message)));
});

async function act(model: ModelExecutor, message: WorkerRequest): Promise<unknown> {
  switch (message.kind) {
    case 'generate':
      return await model.generate(message.request, (promptIndex, token) =>
        reply({ id: message.id, kind: 'token', promptIndex, token }),
      );
    case 'score':
      return await model.score(message.request);
    case 'close':
      return await model.close();
  }
}

async function answer(id: number, action: () => Promise<unknown>): Promise<void> {
  try {
    reply({ id, kind: 'done', result: await action() });
  } catch (error) {
    reply({ ...failedAnswer(error), id });
  }
}

function reply(message: WorkerReply): void {
  port.postMessage(message);
}
