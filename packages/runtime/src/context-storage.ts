/** Keeps a value for the code that a function starts. */
export interface ContextStorage<Value>
{
    get(): Value | undefined;
    /** `undefined`: without a value. */
    run<Result>(value: Value | undefined, code: () => Result): Result;
}

/** What this needs of Node's, Deno's, Bun's and workerd's AsyncLocalStorage. */
interface AsyncLocalStorage
{
    getStore(): unknown;
    run<Result>(store: unknown, code: () => Result): Result;
}

interface Host
{
    readonly process?: { readonly getBuiltinModule?: (name: string) => { readonly AsyncLocalStorage: new () => AsyncLocalStorage } | undefined };
}

/**
 * Creates a storage: an AsyncLocalStorage where the host has one. Elsewhere, in browsers, it is a single slot that
 * holds while the started code runs without a pause; what runs after its first `await` finds nothing.
 */
export function createContextStorage<Value>(host: object = globalThis): ContextStorage<Value>
{
    const hooks = (host as Host).process?.getBuiltinModule?.('node:async_hooks');

    return hooks === undefined ? createSlot() : createAsyncStorage(new hooks.AsyncLocalStorage());
}

function createAsyncStorage<Value>(storage: AsyncLocalStorage): ContextStorage<Value>
{
    return {
        get: () => storage.getStore() as Value | undefined,
        run: (value, code) => storage.run(value, code)
    };
}

function createSlot<Value>(): ContextStorage<Value>
{
    let current: Value | undefined;

    return {
        get: () => current,

        run(value, code)
        {
            const previous = current;

            current = value;

            try
            {
                return code();
            }
            finally
            {
                current = previous;
            }
        }
    };
}
