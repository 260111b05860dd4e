import { createServiceApp, rpcRoutes } from '@jitar/http';
import { serve } from '@jitar/http/node';
import type { Serving } from '@jitar/http/node';
import type { OuterClassTable, ProcedureEntry, SegmentBundle } from '@jitar/protocol';
import { createRuntime } from '@jitar/runtime';

/** A class of the application, as the server and the page know it. */
export class Order
{
    product: string;
    amount: number;

    constructor(product: string, amount: number)
    {
        this.product = product;
        this.amount = amount;
    }

    get label(): string
    {
        return `${String(this.amount)} ${this.product}`;
    }
}

const shape = { key: 'sales/Order', parameters: ['product', 'amount'], fields: ['product', 'amount'], accessors: [], getters: ['label'] };

/** The class table of the outer view, as the build makes it. */
export const classTable: OuterClassTable = { format: 1, classes: [{ ...shape, packages: [], load: async () => Order }] };

function procedure(fqn: string, names: readonly string[], implementation: (...args: never[]) => unknown): ProcedureEntry
{
    const parameters = names.map(name => ({ rest: false, binding: { kind: 'name' as const, name, optional: false } }));

    return { fqn, version: '0.0.0', access: 'public', stream: false, parameters, implementation };
}

/** The streams that have ended. */
export const followed: string[] = [];

/** The segment that the server runs. */
const sales: SegmentBundle = {
    format: 1, name: 'sales', calls: [],
    classes: [{ ...shape, implementation: Order }],
    procedures: [
        procedure('sales/double', ['order'], (order: Order) => new Order(order.product, order.amount * 2)),
        procedure('sales/follow', ['product', 'ends'], async function* (product: string, ends: boolean)
        {
            try
            {
                for (let amount = 1; amount < 4 || !ends; amount++)
                {
                    yield new Order(product, amount);
                    await new Promise(resolve => setImmediate(resolve));
                }
            }
            finally
            {
                followed.push(product);
            }
        }),
        procedure('sales/fail', [], () => { throw new RangeError('secret'); })
    ]
};

/** A segment that a page runs. */
export const drawing: SegmentBundle = { format: 1, name: 'drawing', calls: [], classes: [], procedures: [procedure('drawing/draw', ['text'], (text: string) => `*${text}*`)] };

/** Serves the application, and tells which calls it got with which headers. */
export async function serveApplication(): Promise<{ readonly serving: Serving; readonly calls: { fqn: string; headers: Readonly<Record<string, string>> }[] }>
{
    const calls: { fqn: string; headers: Readonly<Record<string, string>> }[] = [];
    const runtime = createRuntime({ root: 'file:///server/', segments: [sales] });
    const app = createServiceApp();

    app.route('/shop/rpc', rpcRoutes({
        invoke(invocation)
        {
            calls.push({ fqn: invocation.fqn, headers: invocation.headers });

            return runtime.invoke(invocation);
        }
    }));

    const serving = await serve({
        fetch: request => app.fetch(request),
        start: async () => undefined,
        stop: async () => runtime.dispose()
    }, { url: 'http://127.0.0.1:0' });

    return { serving, calls };
}
