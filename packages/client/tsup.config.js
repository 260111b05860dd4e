import { definePackage } from '@tooling/tsup';

export default [
    definePackage(),
    // What browsers get as one file, whole.
    definePackage({ entry: ['src/browser.ts'], platform: 'browser', splitting: false, noExternal: [/.*/], minify: true, sourcemap: false })
];
