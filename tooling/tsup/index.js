import { defineConfig } from 'tsup';

/** The code of a package: ES modules for Node 20.19 and later and current browsers. `tsc` makes the declarations. */
export function definePackage({ entry = ['src/index.ts'], ...options } = {})
{
    return defineConfig({
        entry,
        format: 'esm',
        target: 'es2023',
        platform: 'neutral',
        sourcemap: true,
        clean: false,
        dts: false,
        splitting: true,
        treeshake: true,
        silent: true,
        external: [/^node:/],
        ...options
    });
}
