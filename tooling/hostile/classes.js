import { trip } from './tripwires.js';

/** Keeps an invariant, and has much that nobody declared: to run any of it is a mistake. */
class Account
{
    #pin = 1_234;
    owner;
    balance = 0;

    constructor(owner)
    {
        if (typeof owner !== 'string')
        {
            throw new TypeError('An account has an owner.');
        }

        this.owner = owner;
    }

    static create()
    {
        trip('Account.create');
    }

    get secret()
    {
        trip('get Account.secret');

        return this.#pin;
    }

    set admin(_value)
    {
        trip('set Account.admin');
    }

    toJSON()
    {
        trip('Account.toJSON');

        return {};
    }

    toString()
    {
        trip('Account.toString');

        return '';
    }

    valueOf()
    {
        trip('Account.valueOf');

        return 0;
    }

    [Symbol.toPrimitive]()
    {
        trip('Account[Symbol.toPrimitive]');

        return 0;
    }
}

class Log
{
    lines;

    constructor(...lines)
    {
        this.lines = lines;
    }
}

class Vault
{
    #content;

    constructor(content)
    {
        this.#content = content;
    }

    get content()
    {
        return this.#content;
    }
}

class OutOfStock extends Error
{
    left = 0;
}

class Ledger extends Map
{
}

const define = (implementation, definition) => ({ key: `hostile/${implementation.name}`, parameters: [], fields: [], accessors: [], getters: [], implementation, ...definition });

/** The classes that a reader knows, as codecs and segments take them. */
export const classes = [
    define(Account, { parameters: ['owner'], fields: ['owner', 'balance'], validate: ({ balance }) => typeof balance === 'number' && balance >= 0 }),
    define(Log, { parameters: ['...lines'], fields: ['lines'] }),
    define(Vault, { parameters: ['content'], getters: ['content'] }),
    define(OutOfStock, { fields: ['left'] }),
    define(Ledger)
];
