/** What a specifier in a module leads to. */
export type Resolution =
    /** Another module of the application, by the path of its model. */
    | { readonly kind: 'module'; readonly path: string }
    /** A file that is copied as it is (JSON, say), by its path in the built application. */
    | { readonly kind: 'asset'; readonly path: string }
    /**
     * Something outside the application: an npm package by its name, a built-in (`node:fs`), a URL.
     * `specifier` takes the place of what is written, where that would not work in the built application.
     */
    | { readonly kind: 'package'; readonly name: string; readonly builtin: boolean; readonly specifier?: string }
    | { readonly kind: 'missing' };

/** Finds out what a specifier leads to: the one thing about files that planning needs to be told. Called once for each pair. */
export type Resolve = (specifier: string, importer: string) => Resolution;
