/** What takes the codec longer than it should. */
export const open: ReadonlySet<string> = new Set([
    'numbers that collide, in a Set', 'errors', 'errors of Jitar', 'deep nests of errors', 'Blobs', 'Files', 'sparse lists of a thousand places',
    'deep nests of Sets', 'records of headers', 'records of one property each', 'deep nests', 'dates of many days', 'sparse lists', 'instances'
]);
