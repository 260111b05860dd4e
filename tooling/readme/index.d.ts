export interface ReadmeOptions
{
    /** How long one block may run, in milliseconds; default 20,000. */
    readonly timeout?: number;
}

/**
 * Declares a test for each `ts` block of a README: the block runs as a module inside the package that the README
 * belongs to, and each `console.log(expression); // expected` in it must print what its comment says.
 *
 * A block with a name (three backticks, then `ts file=sales.ts`) is no test, but a file beside the blocks that follow,
 * which may import it, or read it: they run in its folder. Blocks of any language may have a name.
 *
 * @example
 * ```ts
 * import { testReadme } from '@tooling/readme';
 *
 * testReadme(new URL('../README.md', import.meta.url));
 * ```
 */
export declare function testReadme(url: URL, options?: ReadmeOptions): void;
