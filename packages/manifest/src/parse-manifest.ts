import { createError } from '@jitar/errors';

import type { Manifest, ManifestProcedure, ManifestReference, OuterFile, OuterManifest, SegmentManifest } from './manifest.js';
import { isSafePath } from './path.js';

type Reader<Value> = (value: unknown, at: string) => Value;

/** What is wrong, at which key; the place of the manifest is added where it is known. */
class Mismatch extends Error { }

function readText(value: unknown, at: string): string
{
    if (typeof value !== 'string' || value === '')
    {
        throw new Mismatch(`${at} must be a text`);
    }

    return value;
}

function readPath(value: unknown, at: string): string
{
    const path = readText(value, at);

    if (!isSafePath(path))
    {
        throw new Mismatch(`${at} holds the path ${JSON.stringify(path)}, which leads outside`);
    }

    return path;
}

function readHash(value: unknown, at: string): string
{
    if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value))
    {
        throw new Mismatch(`${at} must be a SHA-256`);
    }

    return value;
}

function readRecord(value: unknown, at: string): Readonly<Record<string, unknown>>
{
    if (typeof value !== 'object' || value === null || Array.isArray(value))
    {
        throw new Mismatch(`${at} must be an object`);
    }

    return value as Readonly<Record<string, unknown>>;
}

function readList<Item>(value: unknown, at: string, readItem: Reader<Item>): readonly Item[]
{
    if (!Array.isArray(value))
    {
        throw new Mismatch(`${at} must be a list`);
    }

    return value.map((item: unknown, index) => readItem(item, `${at}[${String(index)}]`));
}

function readMap<Item>(value: unknown, at: string, readers: { readonly key: Reader<string>; readonly item: Reader<Item> }): Readonly<Record<string, Item>>
{
    const entries = Object.entries(readRecord(value, at));

    return Object.fromEntries(entries.map(([key, item]) => [readers.key(key, at), readers.item(item, `${at}.${key}`)]));
}

function readReference(value: unknown, at: string): ManifestReference
{
    const record = readRecord(value, at);

    return { fqn: readText(record['fqn'], `${at}.fqn`), version: readText(record['version'], `${at}.version`) };
}

function readProcedure(value: unknown, at: string): ManifestProcedure
{
    const access = readRecord(value, at)['access'];

    if (access !== 'private' && access !== 'protected' && access !== 'public')
    {
        throw new Mismatch(`${at}.access must be private, protected or public`);
    }

    return { ...readReference(value, at), access };
}

function readPackages(value: unknown, at: string): Readonly<Record<string, string>>
{
    return readMap(value, at, { key: readText, item: readText });
}

function readSegment(value: unknown, at: string): SegmentManifest
{
    const record = readRecord(value, at);

    return {
        files: readMap(record['files'], `${at}.files`, { key: readPath, item: readHash }),
        procedures: readList(record['procedures'], `${at}.procedures`, readProcedure),
        classes: readList(record['classes'], `${at}.classes`, readText),
        calls: readList(record['calls'], `${at}.calls`, readReference),
        packages: readPackages(record['packages'], `${at}.packages`)
    };
}

function readOuterFile(value: unknown, at: string): OuterFile
{
    const record = readRecord(value, at);

    return {
        sha256: readHash(record['sha256'], `${at}.sha256`),
        imports: readList(record['imports'], `${at}.imports`, readPath),
        packages: readList(record['packages'], `${at}.packages`, readText)
    };
}

function readOuter(value: unknown, at: string): OuterManifest
{
    const record = readRecord(value, at);

    return {
        files: readMap(record['files'], `${at}.files`, { key: readPath, item: readOuterFile }),
        classes: readList(record['classes'], `${at}.classes`, readText),
        packages: readPackages(record['packages'], `${at}.packages`)
    };
}

function readDocument(value: unknown): Manifest
{
    const record = readRecord(value, 'it');

    if (record['format'] !== 1)
    {
        throw new Mismatch(`format ${JSON.stringify(record['format'])} is not known`);
    }

    return {
        format: 1,
        build: readText(record['build'], 'build'),
        segments: readMap(record['segments'], 'segments', { key: readPath, item: readSegment }),
        outer: readOuter(record['outer'], 'outer'),
        assets: readMap(record['assets'], 'assets', { key: readPath, item: readHash }),
        written: readList(record['written'], 'written', readPath)
    };
}

/**
 * Reads the text of a manifest. Nothing in it is trusted: paths that lead outside are refused.
 *
 * @param place - Where the text comes from, for messages: a file or a URL.
 * @throws `INVALID_MANIFEST`
 */
export function parseManifest(text: string, place: string): Manifest
{
    try
    {
        return readDocument(JSON.parse(text) as unknown);
    }
    catch (cause)
    {
        const reason = cause instanceof Mismatch ? cause.message : 'it is no JSON';

        throw createError('INVALID_MANIFEST', { place, reason }, { cause });
    }
}
