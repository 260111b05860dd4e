import { isSame, readBlobs } from '../values/same.mjs';
import { contestants } from './contestants.mjs';
import { refusedRows, rows } from './rows.mjs';

// A process of its own, for some contestants never come back from a value. Runs the rows one after the other, from the
// given one on: tells its parent which one starts, and what came of it.
const [contestant, from] = process.argv.slice(2);
const roundTrip = await contestants.get(contestant)();
const all = [...rows, ...refusedRows];

// What goes wrong later than the call is part of what came of it.
process.on('unhandledRejection', () => undefined);

for (let index = Number(from); index < all.length; index++)
{
    process.send({ index, outcome: 'started' });
    process.send({ index, outcome: await judge(all[index]) });
}

process.disconnect();

async function judge({ create, needs })
{
    if (needs !== undefined && globalThis[needs] === undefined)
    {
        return 'missing';
    }

    const value = create();
    let received;

    try
    {
        received = await roundTrip(value);
    }
    catch
    {
        return 'refused';
    }

    try
    {
        const before = create();

        await readBlobs(before, value, received);

        // A contestant must not change what it is given either.
        return isSame(before, value) && isSame(value, received) ? 'faithful' : 'lossy';
    }
    catch
    {
        // What came back cannot even be looked at: an instance without its private fields, say.
        return 'lossy';
    }
}
