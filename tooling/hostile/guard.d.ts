/**
 * Holds what must be the same before and after a payload, whatever it does, in all tests of a file.
 *
 * @returns Runs a test with a payload of this length, in characters.
 */
export declare function guardTests(): (length: number, run: () => void | Promise<void>) => Promise<void>;
