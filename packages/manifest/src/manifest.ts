/** What the built application consists of: `jitar.manifest.json`. All paths are relative to it and use `/`. */
export interface Manifest
{
    readonly format: 1;
    /** The hash of all content; two builds with one id are the same. */
    readonly build: string;
    /** By name. */
    readonly segments: Readonly<Record<string, SegmentManifest>>;
    readonly outer: OuterManifest;
    /** What is no module, and was copied as it is: the SHA-256 by path. */
    readonly assets: Readonly<Record<string, string>>;
    /** Every file that the build wrote, maps included and the manifest left out: what a later build may remove. */
    readonly written: readonly string[];
}

/** What a node needs to run a segment. */
export interface SegmentManifest
{
    /** The SHA-256 by path of all that its bundle reaches, statically or dynamically, the bundle included. */
    readonly files: Readonly<Record<string, string>>;
    readonly procedures: readonly ManifestProcedure[];
    /** The keys of its class table. */
    readonly classes: readonly string[];
    /** The procedures of other segments that it calls. */
    readonly calls: readonly ManifestReference[];
    /** The npm packages that its files import, with the range that the application asks for. */
    readonly packages: Readonly<Record<string, string>>;
}

/** A procedure that a segment serves. */
export interface ManifestProcedure
{
    readonly fqn: string;
    /** `major.minor.patch` */
    readonly version: string;
    readonly access: 'private' | 'protected' | 'public';
}

/** A procedure that a segment calls. */
export interface ManifestReference
{
    readonly fqn: string;
    readonly version: string;
}

/** The application as what is in no segment sees it. */
export interface OuterManifest
{
    /** By path. */
    readonly files: Readonly<Record<string, OuterFile>>;
    /** The keys of its class table. */
    readonly classes: readonly string[];
    /** The npm packages that its files import, with the range that the application asks for. */
    readonly packages: Readonly<Record<string, string>>;
}

/** A module of the outer view, or a stub. */
export interface OuterFile
{
    readonly sha256: string;
    /** The files of the build that it imports, statically or dynamically; without a query. */
    readonly imports: readonly string[];
    /** The names of the npm packages that it imports. */
    readonly packages: readonly string[];
}
