import { PREFIX, type QueueConnection } from './connect-queue.ts';
import { leadKey } from './lead.ts';

/** What the command that plans a run tells its workers about one queue. */
export interface Announcement {
  readonly benchmark: string;
  readonly model: string;
  readonly facts: PlanFacts;
}

/** What of the command line and the config decides a plan, by name, as people read it. */
export type PlanFacts = Readonly<Record<string, string>>;

const PLAN = ':plan';
/** Long enough for a run that is started again; nothing stays for ever. */
const KEPT_SECONDS = 86_400;

/** Tells workers that a queue is there; to be repeated within a day. */
export async function announce(
  { redis }: QueueConnection,
  queue: string,
  announcement: Announcement,
): Promise<void> {
  await redis.set(keyOf(queue), JSON.stringify(announcement), 'EX', KEPT_SECONDS);
}

/** Takes an announcement back. */
export async function unannounce({ redis }: QueueConnection, queue: string): Promise<void> {
  await redis.del(keyOf(queue));
}

export async function isAnnounced({ redis }: QueueConnection, queue: string): Promise<boolean> {
  return (await redis.exists(keyOf(queue))) === 1;
}

/** Every queue of a benchmark whose answers are being collected right now, whoever planned it. */
export async function announcementsOf(
  { redis }: QueueConnection,
  benchmark: string,
): Promise<readonly Announcement[]> {
  const keys: string[] = [];
  for await (const found of redis.scanStream({ match: keyOf('*'), count: 1000 }))
    keys.push(...(found as string[]));
  if (keys.length === 0) return [];
  const queues = keys.map((key) => key.slice(PREFIX.length + 1, -PLAN.length));
  const [texts, leads] = await Promise.all([redis.mget(keys), redis.mget(queues.map(leadKey))]);
  return texts
    .flatMap((text, index) =>
      text === null || leads[index] === null ? [] : [JSON.parse(text) as Announcement],
    )
    .filter((announcement) => announcement.benchmark === benchmark);
}

/** "seed is 0 there and 7 here", for each fact that differs; else what may differ that is no fact. */
export function differences({ facts }: Announcement, here: PlanFacts): string {
  const names = [...new Set([...Object.keys(facts), ...Object.keys(here)])];
  const told = names
    .filter((name) => facts[name] !== here[name])
    .map(
      (name) => `${name} is ${facts[name] ?? 'not set'} there and ${here[name] ?? 'not set'} here`,
    );
  return told.length > 0
    ? told.join(', ')
    : 'questions, media, checkpoint or version of audit differ';
}

function keyOf(queue: string): string {
  return `${PREFIX}:${queue}${PLAN}`;
}
