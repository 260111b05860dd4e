let count = 0;

/** State of a shared module: each segment has its own. */
export function next(): number
{
    return ++count;
}
