import { definePackage } from '@tooling/tsup';

// zod comes in some eighty files, most of them messages in other languages: in one file every command of Jitar starts earlier.
export default definePackage({ noExternal: ['zod'] });
