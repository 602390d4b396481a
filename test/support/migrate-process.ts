import { migrate } from '../../db/migrate.ts';

// What the test hands over is a `DatabaseTarget`.
await migrate(JSON.parse(process.argv[2] ?? '') as Parameters<typeof migrate>[0]);
