import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import SQLite from 'libsql';

import { readNorthwind } from './northwind.js';
import { schema } from './schema.js';

/** A value of a column or of a parameter. */
export type Value = string | number | null;

// Several processes work on the file; one that finds it locked waits this long (ms).
const patience = 10_000;
const schemaVersion = 1;

let connection: SQLite.Database | undefined;
let users = 0;

/** Opens the database in the folder `TRADERS_DATA` (default `.traders`), and fills it if nobody has. */
export async function setUp(): Promise<void>
{
    connection ??= open();
    users++;
}

/** Closes the database when everyone in this process who opened it is done. */
export async function tearDown(): Promise<void>
{
    users = Math.max(0, users - 1);

    if (users === 0)
    {
        connection?.close();
        connection = undefined;
    }
}

/** Runs a statement and gives its rows. */
export function query<Row>(sql: string, ...values: Value[]): Row[]
{
    return database().prepare(sql).all(...values) as Row[];
}

/** Runs statements that all happen or none, with no other process between them. */
export function transact<Result>(work: () => Result): Result
{
    return transactOn(database(), work);
}

function database(): SQLite.Database
{
    if (connection === undefined)
    {
        throw new Error('The database is not open.');
    }

    return connection;
}

function open(): SQLite.Database
{
    const folder = resolve(process.env['TRADERS_DATA'] ?? '.traders');

    mkdirSync(folder, { recursive: true });

    const opened = new SQLite(join(folder, 'traders.db'), { timeout: patience });

    try
    {
        opened.exec('PRAGMA foreign_keys = ON');
        transactOn(opened, () => fill(opened));
    }
    catch (error)
    {
        opened.close();

        throw error;
    }

    return opened;
}

function transactOn<Result>(target: SQLite.Database, work: () => Result): Result
{
    // Taking the write lock first leaves no moment in which two processes both see the state before.
    target.exec('BEGIN IMMEDIATE');

    try
    {
        const result = work();

        target.exec('COMMIT');

        return result;
    }
    catch (error)
    {
        if (target.inTransaction)
        {
            target.exec('ROLLBACK');
        }

        throw error;
    }
}

function fill(target: SQLite.Database): void
{
    const { user_version: version } = target.prepare('PRAGMA user_version').get() as { user_version: number };

    if (version === schemaVersion)
    {
        return;
    }

    const rows = readNorthwind();

    target.exec(schema());
    insert(target, 'customers (id, name)', rows.customers);
    insert(target, 'products (id, name, category, price, stock, reorder_level)', rows.products);
    insert(target, 'orders (id, customer, day)', rows.orders);
    insert(target, 'order_lines (order_id, product, price, quantity, discount)', rows.lines);
    target.exec(`PRAGMA user_version = ${schemaVersion}`);
}

function insert(target: SQLite.Database, into: string, rows: readonly (readonly Value[])[]): void
{
    const places = Array.from(rows[0] ?? [], () => '?').join(', ');
    const statement = target.prepare(`INSERT INTO ${into} VALUES (${places})`);

    for (const row of rows)
    {
        statement.run(...row);
    }
}
