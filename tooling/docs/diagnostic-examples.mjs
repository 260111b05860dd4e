const publicly = { access: 'public' };

/** The segment that the examples call. */
const sales = {
    'segments/sales.json': { './sales/orders': { listOrders: publicly, deleteOrders: {} } },
    'src/sales/orders.ts': [
        'export const limit = 100;',
        '',
        'export async function listOrders(): Promise<string[]> { return []; }',
        'export async function deleteOrders(): Promise<void> { }'
    ].join('\n')
};

/** A segment with one module of one procedure. */
function reporting(...lines)
{
    return { 'segments/reporting.json': { './report': { report: publicly } }, 'src/report.ts': lines.join('\n') };
}

/**
 * For each diagnostic the files of a project that has it, and nothing else that is wrong. What is no text is
 * written as JSON.
 */
export const diagnosticExamples = {
    SYNTAX_ERROR: { 'src/report.ts': 'export async function report()\n{\n    const lines = [;\n}' },
    MODULE_NOT_FOUND: { ...sales, 'segments/sales.json': { './sales/order': { listOrders: publicly } } },
    MODULE_LISTED_TWICE: { ...sales, 'segments/sales.json': { './sales/orders': { listOrders: publicly }, './sales/orders.js': { deleteOrders: {} } } },
    EXPORT_NOT_FOUND: { ...sales, 'segments/sales.json': { './sales/orders': { listOrder: publicly } } },
    PROCEDURE_NOT_A_FUNCTION: { ...sales, 'segments/sales.json': { './sales/orders': { limit: publicly } } },
    PROCEDURE_NOT_ASYNC: reporting('export function report(): number', '{', '    return 1;', '}'),
    DUPLICATE_PROCEDURE: {
        ...sales,
        'segments/archive.json': { './sales/archive': { listArchived: { access: 'public', as: 'listOrders' } } },
        'src/sales/archive.ts': 'export async function listArchived(): Promise<string[]> { return []; }'
    },
    RESOURCE_IN_SEGMENT: { ...sales, 'resources/all.json': ['./sales/orders'] },
    OUTPUT_CONFLICT: { 'src/page.ts': 'export const title = "Orders";', 'src/page.js': 'export const title = "Orders";' },
    IMPORT_NOT_FOUND: reporting('import { format } from \'./formats\';', '', 'export async function report(): Promise<string>', '{', '    return format(1);', '}'),
    NAME_NOT_EXPORTED: {
        ...reporting('import { formatMony } from \'./format\';', '', 'export async function report(): Promise<string>', '{', '    return formatMony(1);', '}'),
        'src/format.ts': 'export function formatMoney(amount: number): string { return `€ ${amount}`; }'
    },
    NAME_AMBIGUOUS: {
        ...reporting('import { format } from \'./formats\';', '', 'export async function report(): Promise<string>', '{', '    return format(1);', '}'),
        'src/formats/index.ts': 'export * from \'./money\';\nexport * from \'./date\';',
        'src/formats/money.ts': 'export function format(amount: number): string { return `€ ${amount}`; }',
        'src/formats/date.ts': 'export function format(time: number): string { return new Date(time).toISOString(); }'
    },
    PRIVATE_PROCEDURE_IMPORTED: {
        ...sales,
        ...reporting('import { deleteOrders } from \'./sales/orders\';', '', 'export async function report(): Promise<void>', '{', '    await deleteOrders();', '}')
    },
    VALUE_IMPORT_FROM_SEGMENT: {
        ...sales,
        ...reporting('import { limit, listOrders } from \'./sales/orders\';', '', 'export async function report(): Promise<string[]>', '{', '    return (await listOrders()).slice(0, limit);', '}')
    },
    CLASS_BESIDE_PROCEDURES: {
        ...sales,
        'src/sales/orders.ts': 'export class Order { id = 1; }\n\nexport async function listOrders(): Promise<Order[]> { return [new Order()]; }\nexport async function deleteOrders(): Promise<void> { }',
        ...reporting('import { listOrders } from \'./sales/orders\';', '', 'export async function report(): Promise<number>', '{', '    return (await listOrders()).length;', '}')
    },
    CLASS_NOT_LOADABLE: {
        ...sales,
        'segments/sales.json': { ...sales['segments/sales.json'], './sales/Order': {} },
        'src/sales/Order.ts': 'import { limit } from \'./orders\';\n\nexport class Order\n{\n    readonly limit = limit;\n}',
        ...reporting('import type { Order } from \'./sales/Order\';', '', 'export async function report(order: Order): Promise<number>', '{', '    return order.limit;', '}')
    },
    CLASS_NOT_REBUILDABLE: {
        ...reporting('import { Order } from \'./Order\';', '', 'export async function report(order: Order): Promise<number>', '{', '    return order.total();', '}'),
        'src/Order.ts': ['export class Order', '{', '    readonly #lines: number[];', '', '    constructor(lines: number[]) { this.#lines = lines; }', '', '    total(): number { return this.#lines.length; }', '}'].join('\n')
    },
    MUTABLE_MODULE_STATE: reporting('let count = 0;', '', 'export async function report(): Promise<number>', '{', '    return ++count;', '}'),
    CALL_NOT_AWAITED: {
        ...sales,
        ...reporting('import { listOrders } from \'./sales/orders\';', '', 'export async function report(): Promise<void>', '{', '    listOrders();', '}')
    },
    NAME_SHADOWED: {
        ...sales,
        ...reporting(
            'import { listOrders } from \'./sales/orders\';', '', 'export async function report(listOrders: () => Promise<string[]>): Promise<number>', '{', '    return (await listOrders()).length;', '}'
        )
    },
    SERVER_CODE_IN_BROWSER: {
        ...sales,
        'src/page.ts': 'import { readFileSync } from \'node:fs\';\nimport { listOrders } from \'./sales/orders\';\n\ndocument.title = `${(await listOrders()).length} ${readFileSync(\'orders.txt\')}`;'
    },
    SERVER_CLASS_IN_BROWSER: {
        ...sales,
        'segments/sales.json': { ...sales['segments/sales.json'], './sales/Order': {} },
        'src/sales/Order.ts': 'import { randomUUID } from \'node:crypto\';\n\nexport class Order\n{\n    readonly id = randomUUID();\n}',
        'src/page.ts': 'import { Order } from \'./sales/Order\';\n\ndocument.title = new Order().id;'
    }
};
