/** A package from the registry that is taken as a program, with a driver that uses it. */
export interface Program
{
    /** The name of the package, and of the folder that has its driver. */
    readonly name: string;
    /** Where in the package its sources are. */
    readonly sources: string;
    /** The files beside them that they read when they run. */
    readonly assets: readonly string[];
    /** The driver: a module beside the sources, whose `drive` answers a record of what it did, as text. */
    readonly driver: string;
}

/** The programs, by the name of their package. */
export const programs: { readonly [name: string]: Program } = {
    jose: { name: 'jose', sources: 'dist/webapi', assets: [], driver: 'drive.js' },
    'lint-staged': { name: 'lint-staged', sources: '.', assets: ['package.json'], driver: 'drive.js' },
    viem: { name: 'viem', sources: '.', assets: [], driver: 'drive.ts' }
};
