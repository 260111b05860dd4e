import { z } from 'zod';

import type { Document } from './document.js';
import type { Environment } from './environment.js';
import { findModulePathProblem, trimModulePath } from './module-path.js';
import type { Place } from './place.js';
import type { Problem } from './problem.js';
import { createProblem, validate } from './validation.js';

/** A module of which a process has one instance, shared by all its segments. */
export interface ResourceConfig
{
    /** As written, without the leading `./`. */
    readonly path: string;
    readonly place: Place;
    /** The path of the file that lists it, for messages. */
    readonly file: string;
}

/** A resource file as it is written: paths of modules. */
export type ResourceFile = readonly string[];

const schema: z.ZodType<ResourceFile> = z.array(z.string());

/** Resolves a resource file; `resources` is empty when it has problems. */
export function resolveResources(document: Document, environment: Environment): { readonly resources: readonly ResourceConfig[]; readonly problems: readonly Problem[] }
{
    const { value = [], raw, problems } = validate(document, schema, environment);
    const all = [...problems, ...findPathProblems(document, raw)];

    return {
        resources: all.length > 0 ? [] : value.map((path, index) => ({ path: trimModulePath(path), place: document.placeOfValue([index]), file: document.file })),
        problems: all
    };
}

function findPathProblems(document: Document, written: unknown): Problem[]
{
    return !Array.isArray(written) ? [] : written.flatMap((path: unknown, index) =>
    {
        const message = typeof path === 'string' ? findModulePathProblem(path) : undefined;

        return message === undefined ? [] : [createProblem(document, [index], message)];
    });
}
