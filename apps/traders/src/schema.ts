/** The tables: prices in cents, discounts in percent, amounts in hundredths of a cent, days as `YYYY-MM-DD`. */
export function schema(): string
{
    return `
        CREATE TABLE customers
        (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL
        ) STRICT;

        CREATE TABLE products
        (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            category TEXT NOT NULL,
            price INTEGER NOT NULL,
            stock INTEGER NOT NULL CHECK (stock >= 0),
            reorder_level INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE orders
        (
            id INTEGER PRIMARY KEY,
            customer TEXT NOT NULL REFERENCES customers,
            day TEXT NOT NULL
        ) STRICT;

        CREATE TABLE order_lines
        (
            order_id INTEGER NOT NULL REFERENCES orders,
            product INTEGER NOT NULL REFERENCES products,
            price INTEGER NOT NULL,
            quantity INTEGER NOT NULL,
            discount INTEGER NOT NULL,
            amount INTEGER NOT NULL GENERATED ALWAYS AS (price * quantity * (100 - discount)) STORED,
            PRIMARY KEY (order_id, product)
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX orders_by_day ON orders (day);
    `;
}
