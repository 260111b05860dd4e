import { definePackage } from '@tooling/tsup';

export default definePackage({ entry: ['src/index.ts', 'src/node.ts'] });
