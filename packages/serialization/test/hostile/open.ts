/** What takes longer than it should: a megabyte of each keeps an idle machine for 100 ms and more. */
export const open: ReadonlySet<string> = new Set([
    'numbers that collide, in a Set', 'errors', 'errors of Jitar', 'deep nests of errors', 'Blobs', 'Files', 'sparse lists of a thousand places', 'deep nests'
]);
