import { definePackage } from '@tooling/tsup';

export default definePackage({ entry: ['src/index.ts', 'src/client.ts', 'src/server.ts', 'src/cli.ts'] });
