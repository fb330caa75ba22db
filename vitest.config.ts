import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'fast',
          globalSetup: ['test/build.ts'],
          include: ['{src,audits,reports,examples,test}/**/*.test.ts'],
          exclude: ['**/*.slow.test.ts', '**/node_modules/**'],
          testTimeout: 60_000,
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
