import { join } from 'node:path';

/** The built command, for tests that spawn it; `test/build.ts` builds it before the fast ones. */
export const cli: string = join(import.meta.dirname, '../dist/src/cli.js');

/** The folder of checkpoints, media and expected values. */
export const fixtures: string = join(import.meta.dirname, 'fixtures');
