import { createError, hasCode } from '@jitar/errors';
import { RemoteFailure } from '@jitar/protocol';
import type { CancelSignal, Channel, Invocation, Registration } from '@jitar/protocol';
import { describe, expect, it } from 'vitest';

import { describeStreams } from './stream-conformance.js';
import { createInvocation, createLinks, createOutcome, createParts, createTestClock, echoInvoker, summarize } from './fixtures.js';

const registration: Registration = {
    segments: ['sales'],
    procedures: [{ fqn: 'sales/getMonthData', version: '1.0.0', access: 'protected', timeout: 500, idempotent: true }],
    calls: [{ fqn: 'stock/count', version: '0.0.0' }],
    healthy: true
};

/** What every link does, whatever channel it runs over. */
export function describeLink(name: string, createChannels: () => Promise<readonly [Channel, Channel]>): void
{
    describeStreams(name, createChannels);

    describe(`link over ${name}`, () =>
    {
        it('tells both sides who the other is', async () =>
        {
            const [dialer, listener] = await createLinks({ channels: await createChannels(), dialer: { trustKey: 'secret' }, listener: { trustKey: 'secret' } });

            expect(dialer.peer).toEqual({ id: 'gateway-1', kind: 'gateway', url: 'http://127.0.0.1:3000' });
            expect(listener.peer).toEqual({ id: 'node-1', kind: 'node' });

            dialer.close();
            await Promise.all([dialer.closed, listener.closed]);
        });

        it('carries calls in both directions, and answers in any order', async () =>
        {
            const answers: (() => void)[] = [];
            const [dialer, listener] = await createLinks({
                channels: await createChannels(),
                dialer: { invoker: echoInvoker },
                listener: { invoker: { invoke: ({ args }) => new Promise(resolve => answers.push(() => resolve({ result: args, headers: { 'x-order': 'yes' }, status: 201 }))) } }
            });

            const order: string[] = [];
            const first = dialer.invoke(createInvocation({ args: { form: 'json', text: '"first"' } })).then(outcome => { order.push('first'); return outcome; });
            const second = dialer.invoke(createInvocation({ args: { form: 'tagged', text: '"second"' } })).then(outcome => { order.push('second'); return outcome; });

            expect((await listener.invoke(createInvocation({ args: { form: 'tagged', text: '"back"' } }))).result).toEqual({ form: 'tagged', text: '"back"' });

            await expect.poll(() => answers.length).toBe(2);
            answers[1]!();
            await second;
            answers[0]!();

            expect(await first).toEqual({ result: { form: 'json', text: '"first"' }, headers: { 'x-order': 'yes' }, status: 201 });
            expect(order).toEqual(['second', 'first']);

            dialer.close();
            await listener.closed;
        });

        it('passes on everything that belongs to a call', async () =>
        {
            const received: Invocation[] = [];
            const clock = createTestClock();
            const [dialer, listener] = await createLinks({
                channels: await createChannels(),
                listener: { clock, invoker: { invoke: async invocation => { received.push(invocation); return createOutcome('null'); } } },
                dialer: { clock }
            });

            await dialer.invoke(createInvocation({
                fqn: 'sales/größe', version: '2.1', match: 'compatible', dryRun: true, deadline: clock.now() + 700.5,
                args: { form: 'json', text: '{ "a": "é\\n\u2028" }' }, headers: { traceparent: '00-1', __proto__x: '1' }, caller: { kind: 'outside', trusted: true }
            }));

            expect(received[0]).toEqual({
                fqn: 'sales/größe', version: '2.1', match: 'compatible', dryRun: true, deadline: clock.now() + 701,
                args: { form: 'json', text: '{ "a": "é\\n\u2028" }' }, headers: { traceparent: '00-1', __proto__x: '1' }, caller: { kind: 'outside', trusted: true },
                signal: expect.objectContaining({ aborted: false }) as CancelSignal
            });

            dialer.close();
            await listener.closed;
        });

        it('brings errors across as they were described', async () =>
        {
            const envelope = { name: 'OutOfStock', message: 'Too few.', code: 'CONFLICT', status: 409, retryable: false, correlationId: 'c-1', unstarted: false, payload: { form: 'tagged', text: '{"have":3}' } } as const;
            const failures = [new RemoteFailure(envelope), createError('TRUST_REQUIRED', { fqn: 'a' }), new TypeError('x is not a function')];
            const [dialer, listener] = await createLinks({ channels: await createChannels(), listener: { invoker: { invoke: () => Promise.reject(failures.shift()!) } } });

            await expect(dialer.invoke(createInvocation())).rejects.toMatchObject({ envelope });
            await expect(dialer.invoke(createInvocation())).rejects.toMatchObject({ envelope: { code: 'TRUST_REQUIRED', status: 401, unstarted: false } });
            await expect(dialer.invoke(createInvocation())).rejects.toMatchObject({ envelope: { name: 'TypeError', message: 'x is not a function', retryable: false, unstarted: false } });

            dialer.close();
            await listener.closed;
        });

        it('says of an error whether it is final, but not that it was lost on another link', async () =>
        {
            const envelope = { name: 'JitarError', message: 'Lost.', code: 'LINK_LOST', status: 503, retryable: true, unstarted: true } as const;
            const failures = [new RemoteFailure({ ...envelope, final: true }), new RemoteFailure({ ...envelope, unanswered: true })];
            const [dialer, listener] = await createLinks({ channels: await createChannels(), listener: { invoker: { invoke: () => Promise.reject(failures.shift()!) } } });
            const received = await Promise.all([1, 2].map(() => dialer.invoke(createInvocation()).catch((error: unknown) => (error as RemoteFailure).envelope)));

            expect(received).toEqual([{ ...envelope, final: true }, envelope]);

            dialer.close();
            await listener.closed;
        });

        it('carries the parts of arguments, results and errors, in both directions at once', async () =>
        {
            const [dialer, listener] = await createLinks({ channels: await createChannels(), dialer: { invoker: echoInvoker }, listener: { invoker: echoInvoker } });
            const values = [createParts(1_000_000), createParts(256, 65_536, 65_537, 300), createParts(3_000_000, 2_000)];

            const [there, back] = await Promise.all([dialer, listener].map(link =>
                Promise.all(values.map(async args => (await link.invoke(createInvocation({ args }))).result))));

            expect(there?.map(summarize)).toEqual(values.map(summarize));
            expect(back?.map(summarize)).toEqual(values.map(summarize));

            dialer.close();
            await listener.closed;
        });

        it('brings the parts of an error across', async () =>
        {
            const envelope = { name: 'Damaged', message: 'Damaged.', retryable: false, unstarted: false, payload: createParts(100_000) };
            const [dialer, listener] = await createLinks({ channels: await createChannels(), listener: { invoker: { invoke: () => Promise.reject(new RemoteFailure(envelope)) } } });

            const failure = await dialer.invoke(createInvocation()).catch((error: unknown) => error) as RemoteFailure;
            const { payload, ...rest } = failure.envelope;

            expect(rest).toEqual({ name: 'Damaged', message: 'Damaged.', retryable: false, unstarted: false });
            expect(summarize(payload!)).toEqual(summarize(envelope.payload));

            dialer.close();
            await listener.closed;
        });

        it('lets other calls pass while large parts are on their way', async () =>
        {
            const [dialer, listener] = await createLinks({ channels: await createChannels(), listener: { invoker: echoInvoker } });
            const order: string[] = [];

            await Promise.all([
                dialer.invoke(createInvocation({ args: createParts(40_000_000) })).then(() => order.push('large')),
                dialer.invoke(createInvocation({ args: createParts(2_000) })).then(() => order.push('with parts')),
                dialer.invoke(createInvocation()).then(() => order.push('small'))
            ]);

            expect(order).toEqual(['small', 'with parts', 'large']);

            dialer.close();
            await listener.closed;
        });

        it('answers control messages, or says why not', async () =>
        {
            const registered: unknown[] = [];
            const [dialer, listener] = await createLinks({
                channels: await createChannels(),
                listener: { control: {
                    register: (request, link) => { registered.push([link.peer.id, request]); return { accepted: true }; },
                    report: () => { throw createError('INVALID_REQUEST', { reason: 'not registered' }); }
                } }
            });

            expect(await dialer.ask('register', registration)).toEqual({ accepted: true });
            expect(registered).toEqual([['node-1', registration]]);
            await expect(dialer.ask('report', { healthy: true })).rejects.toMatchObject({ envelope: { code: 'INVALID_REQUEST' } });
            await expect(dialer.ask('leave', null)).rejects.toMatchObject({ envelope: { code: 'INVALID_REQUEST' } });

            dialer.close();
            await listener.closed;
        });

        it('aborts the call at the other side when the caller gives up', async () =>
        {
            const signals: CancelSignal[] = [];
            const [dialer, listener] = await createLinks({
                channels: await createChannels(),
                listener: { invoker: { invoke: ({ signal }) => { signals.push(signal!); return new Promise(() => undefined); } } }
            });

            const controller = new AbortController();
            const call = dialer.invoke(createInvocation({ signal: controller.signal }));

            await expect.poll(() => signals.length).toBe(1);
            controller.abort(new Error('not needed any more'));

            await expect(call).rejects.toThrow('not needed any more');
            await expect.poll(() => signals[0]!.aborted).toBe(true);
            expect(hasCode(signals[0]!.reason, 'CALL_CANCELLED')).toBe(true);
            expect(dialer.inFlight).toBe(0);
            expect(listener.serving).toBe(0);

            dialer.close();
            await listener.closed;
        });

        it('fails what is in flight at both sides when it closes, and takes nothing after', async () =>
        {
            const signals: CancelSignal[] = [];
            const [dialer, listener] = await createLinks({
                channels: await createChannels(),
                listener: { invoker: { invoke: ({ signal }) => { signals.push(signal!); return new Promise(() => undefined); } } }
            });

            const call = dialer.invoke(createInvocation());

            await expect.poll(() => listener.serving).toBe(1);
            listener.close('over');

            await expect(call).rejects.toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN', unstarted: false } });
            expect(await dialer.closed).toMatchObject({ code: 1000 });
            expect(signals[0]!.aborted).toBe(true);
            await expect(dialer.invoke(createInvocation())).rejects.toMatchObject({ envelope: { code: 'LINK_LOST', unstarted: true } });
            await expect(dialer.ask('leave', null)).rejects.toMatchObject({ envelope: { code: 'LINK_LOST' } });
        });

        it('sends what waits before it closes', async () =>
        {
            const received: string[] = [];
            const [dialer, listener] = await createLinks({
                channels: await createChannels(),
                listener: { invoker: { invoke: ({ fqn }) => { received.push(fqn); return new Promise(() => undefined); } } }
            });

            const call = dialer.invoke(createInvocation());

            dialer.close();

            await expect(call).rejects.toMatchObject({ envelope: { code: 'OUTCOME_UNKNOWN', unstarted: false } });
            await listener.closed;
            expect(received).toEqual(['sales/getMonthData']);
        });
    });
}
