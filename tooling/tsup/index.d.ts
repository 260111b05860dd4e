import type { Options } from 'tsup';

export declare function definePackage(options?: Options): unknown;
