import { basename } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';
import { mutationGroups } from './scripts/mutation-groups.ts';

/**
 * A fault ends its run with the first test that notices it, so the tests that are called after its file come first,
 * then the fast ones. Vitest starts with the slow ones.
 */
class LikelyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const stems = (this.ctx.config.related ?? []).map((file) => basename(file, '.ts'));
    const isNamesake = ({ moduleId }: TestSpecification) =>
      stems.some((stem) => basename(moduleId).startsWith(stem));
    const fastFirst = (await super.sort(files)).toReversed();
    return fastFirst.toSorted((one, other) => Number(isNamesake(other)) - Number(isNamesake(one)));
  }
}

const tests = mutationGroups[process.env['MUTATION_GROUP'] ?? '']?.tests;
if (!tests) throw new Error('MUTATION_GROUP names one of scripts/mutation-groups.ts');

export default defineConfig({
  test: {
    include: [...tests],
    // Never the reason why a fault counts as noticed: the slowest takes two seconds.
    testTimeout: 20_000,
    // A run is of one fault, in a thread of its own: its files may share what they import.
    isolate: false,
    sequence: { sequencer: LikelyFirst },
  },
});
