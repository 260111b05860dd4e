/** What takes longer than it should: 1,000,000 characters of each keep an idle machine for 100 ms and more. */
export const open: ReadonlySet<string> = new Set([
    'numbers that collide, in a Set', 'errors', 'errors of Jitar', 'deep nests of errors', 'Blobs', 'Files', 'sparse lists of a thousand places',
    'deep nests of Sets', 'records of headers', 'records of one property each', 'deep nests', 'dates of many days', 'sparse lists', 'instances'
]);
