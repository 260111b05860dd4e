/** What takes the codec longer than it should; of empty lists, their plain form. */
export const open: ReadonlySet<string> = new Set([
    'numbers that collide, in a Set', 'errors', 'errors of Jitar', 'deep nests of errors', 'Blobs', 'Files', 'sparse lists of a thousand places',
    'empty lists', 'deep nests'
]);
