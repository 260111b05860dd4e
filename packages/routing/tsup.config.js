import { definePackage } from '@tooling/tsup';

export default definePackage();
