import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/house/build.ts"],
    // Against hangs alone: one machine is ten times as slow as another.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Training tests are heavy: two workers suit the two cores that CI has.
    maxWorkers: 2,
    passWithNoTests: false,
    allowOnly: false,
  },
});
