import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Device } from '../model/model.ts';
import type { Graph } from '../onnx/graph.ts';
import type { Progress } from '../progress.ts';
import { describeProviders, placedNodes, requireOnDevice } from './placed-nodes.ts';
import { createSession, type Session, type SessionOptions } from './session.ts';

/** Options of `createDeviceSession`. */
export interface DeviceSessionOptions extends SessionOptions {
  readonly device: Device;
  readonly progress: Progress;
}

/**
 * A session whose first run is profiled: it says on which provider how many nodes ran, and
 * fails if heavy ones were left to the CPU.
 *
 * @throws {AuditError} if ONNX Runtime can not be loaded or refuses the graph.
 */
export async function createDeviceSession(
  graph: Graph,
  options: DeviceSessionOptions,
): Promise<Session> {
  const { device, progress } = options;
  const profileFolder = await mkdtemp(join(tmpdir(), 'touchstone-profile-'));
  const forget = (): Promise<void> => rm(profileFolder, { recursive: true, force: true });
  const session = await createSession(graph, { ...options, profileFolder }).catch(
    async (error: unknown) => {
      await forget();
      throw error;
    },
  );
  let verdict: Promise<void> | undefined;
  const check = async (): Promise<void> => {
    const nodes = placedNodes((await session.endProfile?.()) ?? '[]');
    await forget();
    progress.start(`${graph.name}, nodes by provider`).done(describeProviders(nodes));
    requireOnDevice(graph.name, nodes, device);
  };
  const checked = async <T>(results: T): Promise<T> => {
    verdict ??= check();
    await verdict;
    return results;
  };
  return {
    run: async (feeds, inPlace) => await checked(await session.run(feeds, inPlace)),
    runKeeping: async (feeds) => await checked(await session.runKeeping(feeds)),
    async close() {
      await session.close();
      await forget();
    },
  };
}

/** A session that is opened when it is first run. */
export function lazySession(open: () => Promise<Session>): Session {
  let opened: Promise<Session> | undefined;
  const session = async (): Promise<Session> => {
    opened ??= open();
    return await opened;
  };
  return {
    run: async (feeds, inPlace) => await (await session()).run(feeds, inPlace),
    runKeeping: async (feeds) => await (await session()).runKeeping(feeds),
    async close() {
      await (await opened)?.close();
    },
  };
}
