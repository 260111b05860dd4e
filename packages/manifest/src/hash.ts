import { hash } from 'node:crypto';

/** The SHA-256 of a content, as 64 hexadecimal digits. */
export function hashContent(content: string | Uint8Array): string
{
    return hash('sha256', content);
}

/**
 * The id of a build: the hash of all its files' paths and contents, whatever order they come in.
 *
 * @param files - The SHA-256 of each file, by path.
 */
export function createBuildId(files: Readonly<Record<string, string>>): string
{
    const lines = Object.entries(files).map(([path, sha256]) => `${sha256} ${path}\n`).sort();

    return hashContent(lines.join(''));
}
