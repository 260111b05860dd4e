import { forPairs } from './parts-types.js';
import { invalid } from './refusal.js';
import type { PartsType } from './value-type.js';

const text = (value: unknown): string => typeof value === 'string' ? value : invalid();
const bytes = (value: unknown): Uint8Array<ArrayBuffer> => value instanceof Uint8Array && Object.getPrototypeOf(value) === Uint8Array.prototype ? value as Uint8Array<ArrayBuffer> : invalid();

const headersType: PartsType = {
    form: 'parts',
    tag: 'Headers',
    prototype: Headers.prototype,
    cost: 1,
    take: (value): unknown[] => [...Headers.prototype.entries.call(value)].flat(),
    make(parts)
    {
        const headers = new Headers();

        forPairs(parts, (name, value) => headers.append(text(name), text(value)));

        return headers;
    }
};

/** What a form has of files is a part of its own, which has its name. */
const formDataType: PartsType = {
    form: 'parts',
    tag: 'FormData',
    prototype: FormData.prototype,
    cost: 1,
    take: (value): unknown[] => [...FormData.prototype.entries.call(value)].flat(),
    make(parts)
    {
        const form = new FormData();

        forPairs(parts, (name, value) => value instanceof File ? form.append(text(name), value) : form.append(text(name), text(value)));

        return form;
    }
};

// Their content is the first part: it is there when whoever writes has read it.
const blobType: PartsType = {
    form: 'parts',
    tag: 'Blob',
    prototype: Blob.prototype,
    cost: 5,
    length: 2,
    take: (value): unknown[] => [(value as Blob).type],
    make: ([content, type]) => new Blob([bytes(content)], { type: text(type) }),
    copyBlob: value => new Blob([value], { type: value.type })
};

const fileType: PartsType = {
    form: 'parts',
    tag: 'File',
    prototype: File.prototype,
    cost: 5,
    length: 4,
    take: (value): unknown[] => [(value as File).type, (value as File).name, (value as File).lastModified],
    make: ([content, type, name, lastModified]) => new File([bytes(content)], text(name), { type: text(type), lastModified: Number.isSafeInteger(lastModified) ? lastModified as number : invalid() }),
    copyBlob: value => new File([value], (value as File).name, value)
};

/** Objects that pages and requests have. */
export const webTypes: readonly PartsType[] = [headersType, formDataType, blobType, fileType];
