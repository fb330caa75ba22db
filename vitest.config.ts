import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    // Vitest leaves one core for itself; much of the time here goes into processes that tests start.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'fast',
          globalSetup: ['test/build.ts'],
          include: ['{src,audits,reports,examples,test}/**/*.test.ts'],
          exclude: ['**/*.slow.test.ts', '**/node_modules/**'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'slow',
          include: ['{src,audits,reports,examples,test}/**/*.slow.test.ts'],
          testTimeout: 600_000,
        },
      },
    ],
  },
});

export default config;
