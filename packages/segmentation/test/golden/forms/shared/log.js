let count = 0;

export function log(): number { return ++count; }
