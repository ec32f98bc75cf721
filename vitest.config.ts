import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/house/build.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Training tests are heavy: two workers suit the two cores that CI has.
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
  },
});
