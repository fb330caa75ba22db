import type { Progress } from '../progress.ts';

/** A stream that progress is drawn on: process.stderr. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const redrawMs = 100;
const quietMs = 2_000;
const logMs = 10_000;

/**
 * Progress for people: on a terminal one line that is redrawn, elsewhere one line every ten
 * seconds. Work of under two seconds says nothing.
 *
 * @param stream Where to draw; nothing else may write to it meanwhile.
 * @param now The clock, in milliseconds.
 */
export function terminalProgress(stream: ProgressStream, now: () => number = Date.now): Progress {
  return {
    start(label, total) {
      const startedMs = now();
      let count = 0;
      let drawnMs = startedMs;
      let drawn = false;
      return {
        advance(units = 1, status = '') {
          count += units;
          const nowMs = now();
          const waitMs = stream.isTTY ? redrawMs : logMs;
          if (nowMs - drawnMs < waitMs || nowMs - startedMs < quietMs) return;
          drawnMs = nowMs;
          drawn = true;
          const line = progressLine(label, count, total, nowMs - startedMs) + status;
          stream.write(stream.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
        },
        done(note) {
          if (drawn && stream.isTTY) stream.write('\r\u001b[2K');
          const elapsedMs = now() - startedMs;
          if (drawn || elapsedMs >= quietMs) {
            stream.write(
              `${label}: ${note ?? `${Math.round(count) || 'done'}`} in ${duration(elapsedMs)}\n`,
            );
          }
        },
      };
    },
  };
}

/** "Fingerprinting images  120/275 (44%)  61.2/s  3 s left" */
export function progressLine(
  label: string,
  count: number,
  total: number | undefined,
  elapsedMs: number,
): string {
  const rate = count / (elapsedMs / 1000);
  const speed = `${rate >= 10 ? Math.round(rate) : rate.toPrecision(2)}/s`;
  const done = Math.round(count);
  if (total === undefined || total === 0) return `${label}  ${done}  ${speed}`;
  const share = Math.min(100, Math.floor((100 * count) / total));
  const left = rate > 0 ? duration((Math.max(0, total - count) / rate) * 1000) : '?';
  return `${label}  ${done}/${Math.round(total)} (${share}%)  ${speed}  ${left} left`;
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
