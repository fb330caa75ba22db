import type { AuditRun } from '../src/audit/audit-run.ts';
import { renderHtml } from './html/index.ts';
import { renderJson } from './json/index.ts';
import { renderJunit } from './junit/index.ts';
import { renderMarkdown } from './markdown/index.ts';
import { renderSarif } from './sarif/index.ts';

/** What a report can be given besides the run. Formats without pictures ignore it. */
export interface ReportOptions {
  /** Data URI (`data:image/png;base64,…`) of each medium that has a small picture, by media path. */
  readonly thumbnails?: ReadonlyMap<string, string>;
  /** Rows shown of each long list; the rest is counted. Default 150. */
  readonly maxRows?: number;
  /**
   * Path of the config's folder from the top of the source tree, `/`-separated, '' for the top
   * itself: where formats that name rows look for them. Default: not known.
   */
  readonly benchFolder?: string;
}

/** A way to write a run down. */
export interface ReportFormat {
  readonly id: 'html' | 'json' | 'markdown' | 'junit' | 'sarif';
  /** Endings of file names that ask for it, the longest that fits: `-o report.html`, `-o audit.sarif.json`. */
  readonly extensions: readonly string[];
  /** Pure: equal runs and options give equal text. */
  readonly render: (run: AuditRun, options?: ReportOptions) => string;
}

/** Every report format. */
export const reportFormats: readonly ReportFormat[] = [
  { id: 'html', extensions: ['.html', '.htm'], render: renderHtml },
  { id: 'json', extensions: ['.json'], render: renderJson },
  { id: 'markdown', extensions: ['.md', '.markdown'], render: renderMarkdown },
  { id: 'junit', extensions: ['.xml', '.junit.xml'], render: renderJunit },
  { id: 'sarif', extensions: ['.sarif', '.sarif.json'], render: renderSarif },
];
