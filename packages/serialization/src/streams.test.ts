import { describe, expect, it } from 'vitest';

import { createCodec } from './codec.js';
import { copy } from './copy.js';
import { createStreamList, giveStreams } from './streams.js';

const codec = createCodec();

async function* count(): AsyncGenerator<number> { yield 1; }

const byHand = { [Symbol.asyncIterator]: count };

describe('streams', () =>
{
    it.each([
        ['async generators', count()],
        ['iterables that are written by hand', byHand],
        ['instances that can be iterated', new (class { [Symbol.asyncIterator] = count; })()],
        ['ReadableStreams', new ReadableStream()]
    ])('travel beside the text, and take their place again: %s', (_, stream) =>
    {
        const list = createStreamList();
        const encoded = codec.encodeParts({ list: [stream, stream], signal: AbortSignal.abort() }, 'value', list.take);

        expect(encoded.text).toBe('{"$tagged":1,"value":{"list":["$Stream:#0","$2"],"signal":"$AbortSignal:#1"}}');
        expect(list.streams[0]).toBe(stream);

        const [there, signal] = [count(), AbortSignal.abort()];

        expect(codec.decodeParts(encoded, 'value', giveStreams([there, signal]))).toEqual({ list: [there, there], signal });
    });

    it('have one number each, also where content has to be read first', async () =>
    {
        const list = createStreamList();
        const { text } = await codec.encodeAsync([count(), new Blob(['a']), count()], 'value', list.take);

        expect([text.match(/\$Stream:#\d/g), list.streams.length]).toEqual([['$Stream:#0', '$Stream:#1'], 2]);
    });

    it('are copied by what gives others for them', () =>
    {
        const list = createStreamList();
        const other = count();
        const copied = copy({ first: byHand, second: byHand }, codec, codec, 'value', { take: list.take, give: () => other }) as Record<string, unknown>;

        expect([copied['first'] === other, copied['second'] === other, list.streams]).toEqual([true, true, [byHand]]);
    });

    it.each([
        ['the place of a signal', '"$AbortSignal:#0"'],
        ['another number', '"$Stream:#1"'],
        ['a place for the second time', '["$Stream:#0","$Stream:#0"]'],
        ['a number written otherwise', '"$Stream:#00"']
    ])('do not take %s', (_, value) =>
    {
        expect(() => codec.decodeParts({ text: `{"$tagged":1,"value":${value}}`, parts: [] }, 'value', giveStreams([count()]))).toThrow('its tag is not known here');
    });

    it('are refused where nothing takes them, with their path', () =>
    {
        expect(() => codec.encodeParts({ items: [count()] })).toThrow('The value at "value.items[0]" cannot be sent: it is a stream.');
        expect(() => copy({ items: [count()] }, codec, codec)).toThrow('The value at "value.items[0]" cannot be sent: it is a stream.');
        expect(() => codec.decode('{"$tagged":1,"value":"$Stream:#0"}')).toThrow('its tag is not known here');
    });

    it('that are being read already are refused', () =>
    {
        const stream = new ReadableStream();

        stream.getReader();

        expect(() => codec.encodeParts({ stream }, 'value', createStreamList().take)).toThrow('The value at "value.stream" cannot be sent: it is a stream that is being read already.');
    });
});
