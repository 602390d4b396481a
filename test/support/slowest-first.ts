import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Minutes, of waiting most of the time. One that began last would leave the other cores without work. */
const slow = ['slow/kills.test.ts', 'mail/weather.test.ts', 'slow/', 'safety/surfaces.test.ts', 'browser/'];

/** On a fresh clone nothing is known of how long each file takes. A class, since vitest makes one of it. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = slow.findIndex((part) => moduleId.includes(`/test/${part}`));
      return found === -1 ? slow.length : found;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}
