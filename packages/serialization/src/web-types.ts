import { forPairs } from './parts-types.js';
import { invalid } from './refusal.js';
import type { PartsType } from './value-type.js';

const text = (value: unknown): string => typeof value === 'string' ? value : invalid();
const bytes = (value: unknown): Uint8Array<ArrayBuffer> => value instanceof Uint8Array ? value as Uint8Array<ArrayBuffer> : invalid();

const headersType: PartsType = {
    form: 'parts',
    tag: 'Headers',
    prototype: Headers.prototype,
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
    take: (value): unknown[] => [...FormData.prototype.entries.call(value)].flat(),
    make(parts)
    {
        const form = new FormData();

        forPairs(parts, (name, value) => value instanceof Blob ? form.append(text(name), value) : form.append(text(name), text(value)));

        return form;
    }
};

// Their content is the first part: it is there when whoever writes has read it.
const blobType: PartsType = {
    form: 'parts',
    tag: 'Blob',
    prototype: Blob.prototype,
    hasContent: true,
    take: (value): unknown[] => [(value as Blob).type],
    make: ([content, type]) => new Blob([bytes(content)], { type: text(type) }),
    copy: value => new Blob([value as Blob], { type: (value as Blob).type })
};

const fileType: PartsType = {
    form: 'parts',
    tag: 'File',
    prototype: File.prototype,
    hasContent: true,
    take: (value): unknown[] => [(value as File).type, (value as File).name, (value as File).lastModified],
    make: ([content, type, name, lastModified]) => new File([bytes(content)], text(name), { type: text(type), lastModified: typeof lastModified === 'number' ? lastModified : invalid() }),
    copy: value => new File([value as File], (value as File).name, value)
};

/** Objects that pages and requests have. */
export const webTypes: readonly PartsType[] = [headersType, formDataType, blobType, fileType];
