import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The page by page check takes as long as any three others: begun last, it would run alone in the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const isLong = (file: TestSpecification) => Number(file.moduleId.endsWith('accessibility.journey.ts'));
    return (await super.sort(files)).sort((one, other) => isLong(other) - isLong(one));
  }
}

// Slow by nature: a real server and a real browser for each file, two files at a time since much of it is waiting.
export default defineConfig({
  test: { include: ['journeys/**/*.journey.ts'], environment: 'node', maxWorkers: 2, testTimeout: 90_000, hookTimeout: 120_000, sequence: { sequencer: LongestFirst } },
});
