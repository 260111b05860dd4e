import { Conflict, Unauthorized } from '@jitar/errors';
import { RemoteFailure, describeFailure } from '@jitar/protocol';
import { createCodec } from '@jitar/serialization';
import { describe, expect, it } from 'vitest';

import { classEntry, createTestClock, invocation, liveInvocation, procedure, recordingInvoker, resultOf, segment } from '../test/builders.js';

import { context } from './context.js';
import { withMiddleware } from './middleware.js';
import type { Middleware, MiddlewareFunction } from './middleware.js';
import type { Request } from './request.js';
import { Response } from './response.js';
import { createRuntime } from './runtime.js';

const passOn: MiddlewareFunction = (_request, next) => next();

describe('withMiddleware', () =>
{
    it('enters the first one first, whatever their form', async () =>
    {
        const order: string[] = [];
        const log = (name: string): MiddlewareFunction => async (_request, next) =>
        {
            order.push(`${name} in`);

            const response = await next();

            order.push(`${name} out`);

            return response;
        };

        class Second implements Middleware
        {
            readonly #log = log('second');

            handle(request: Request, next: () => Promise<Response>): Promise<Response>
            {
                return this.#log(request, next) as Promise<Response>;
            }
        }

        await withMiddleware(recordingInvoker(), [log('first'), new Second()]).invoke(invocation('f'));

        expect(order).toEqual(['first in', 'second in', 'second out', 'first out']);
    });

    it('passes text through without decoding it', async () =>
    {
        const invoker = recordingInvoker('not even JSON');
        const args = { form: 'json', text: 'nor this' } as const;
        const outcome = await withMiddleware(invoker, [passOn]).invoke(invocation('f', {}, { args }));

        expect(invoker.invocations[0]?.args).toBe(args);
        expect(outcome.result).toEqual({ form: 'tagged', text: 'not even JSON' });
    });

    it('hands on what middleware changed', async () =>
    {
        const invoker = recordingInvoker('1');

        const outcome = await withMiddleware(invoker, [async (request, next) =>
        {
            request.setHeader('X-User', 'jane');
            request.setArgument('*user', 'jane');

            const response = await next();

            response.setHeader('X-Cost', '3');
            response.result = new Date(0);
            response.status = 202;

            return response;
        }]).invoke(invocation('f', { a: 1 }, { headers: { 'x-a': 'b' } }));

        expect(invoker.invocations[0]).toMatchObject({ headers: { 'x-a': 'b', 'x-user': 'jane' }, args: { form: 'tagged', text: '{"a":1,"*user":"jane"}' } });
        expect(outcome).toMatchObject({ headers: { 'x-cost': '3' }, status: 202, result: { form: 'tagged' } });
        expect(outcome.result.form === 'tagged' && createCodec().decode(outcome.result.text)).toEqual(new Date(0));
    });

    it('answers without calling on', async () =>
    {
        const invoker = recordingInvoker();
        const guarded = withMiddleware(invoker, [() => new Response({ status: 304, result: 'cached' })]);

        expect(await guarded.invoke(invocation('f'))).toEqual({ result: { form: 'tagged', text: '"cached"' }, status: 304, headers: {} });
        expect(await guarded.invoke(liveInvocation('f'))).toEqual({ result: { form: 'live', value: 'cached' }, status: 304, headers: {} });
        expect(invoker.invocations).toEqual([]);
    });

    describe('of a call that failed elsewhere', () =>
    {
        class Shortage extends Conflict
        {
            constructor(readonly product: string) { super(`No ${product} left`); }
        }

        const codec = createCodec({ classes: [classEntry('Shortage', Shortage, ['product'])] });
        const failure = new RemoteFailure({ ...describeFailure(new Shortage('chai')), payload: { form: 'tagged', text: codec.encode(new Shortage('chai')) } });
        const failing = recordingInvoker(() => Promise.reject(failure));

        it.each([['without a runtime', undefined], ['in a runtime', createRuntime()]])('sees the error, %s', async (_, runtime) =>
        {
            const seen: unknown[] = [];

            const recover: MiddlewareFunction = async (_request, next) =>
            {
                try
                {
                    return await next();
                }
                catch (error)
                {
                    seen.push(error);

                    return new Response({ status: 409, result: 'none left' });
                }
            };

            const options = runtime === undefined ? {} : { runtime };

            expect(await withMiddleware(failing, [recover], options).invoke(invocation('f'))).toMatchObject({ status: 409, result: { text: '"none left"' } });
            expect(await withMiddleware(failing, [recover], { ...options, codec }).invoke(invocation('f'))).toMatchObject({ status: 409 });

            expect(seen[0]).not.toBeInstanceOf(Shortage);
            expect(seen[0]).toMatchObject({ name: 'Shortage', message: 'No chai left', status: 409 });
            expect(seen[1]).toBeInstanceOf(Shortage);

            runtime?.dispose();
        });

        it('lets the failure through as it came', async () =>
        {
            await expect(withMiddleware(failing, [passOn]).invoke(invocation('f'))).rejects.toBe(failure);
        });
    });

    it('rejects with what middleware throws', async () =>
    {
        const guarded = withMiddleware(recordingInvoker(), [() => { throw new Unauthorized(); }]);

        await expect(guarded.invoke(invocation('f'))).rejects.toMatchObject({ status: 401 });
    });

    it('names middleware that forgot to answer', async () =>
    {
        function forgetful(): Response
        {
            return undefined as unknown as Response;
        }

        await expect(withMiddleware(recordingInvoker(), [forgetful]).invoke(invocation('f'))).rejects.toMatchObject({
            code: 'NO_RESPONSE', message: 'The middleware "forgetful" returned no Response.'
        });
    });

    it('is passed by calls between members, and by dry runs', async () =>
    {
        const deny: MiddlewareFunction = () => { throw new Unauthorized(); };
        const guarded = withMiddleware(recordingInvoker('1'), [deny]);
        const member = invocation('f', {}, { caller: { kind: 'member', id: 'node-1' } });

        expect(resultOf(await guarded.invoke(member))).toBe(1);
        expect(resultOf(await guarded.invoke(invocation('f', {}, { dryRun: true })))).toBe(1);
        await expect(withMiddleware(recordingInvoker(), [deny], { calls: 'all' }).invoke(member)).rejects.toMatchObject({ status: 401 });
    });

    it('runs as a runtime, so that its calls inherit the call that it handles', async () =>
    {
        const remote = recordingInvoker('"jane"');
        const clock = createTestClock();
        const runtime = createRuntime({ id: 'gateway-1', remote, clock });

        const guarded = withMiddleware(recordingInvoker('1'), [async (request, next) =>
        {
            request.setHeader('X-Tenant', 'north');
            await runtime.run({ fqn: 'users/find', version: '0.0.0', args: {}, self: undefined, segment: '' });

            return next();
        }], { runtime, clock });

        await guarded.invoke(invocation('f', {}, { deadline: 2_000, headers: { 'x-a': 'b' } }));

        expect(remote.invocations[0]).toMatchObject({
            fqn: 'users/find', deadline: 2_000, headers: { 'x-a': 'b', 'x-tenant': 'north' }, caller: { kind: 'member', id: 'gateway-1' }
        });

        runtime.dispose();
    });
});

describe('the middleware of a runtime', () =>
{
    it('reaches the procedure, its context, and nobody else', async () =>
    {
        const seen: unknown[] = [];

        const runtime = createRuntime({
            middleware: [(request, next) =>
            {
                request.setHeader('X-User', 'jane');
                request.setArgument('*user', 'jane');
                request.setArgument('*unwanted', 1);

                return next();
            }],
            segments: [segment('sales', [
                procedure('f', async function (this: Request | undefined, user: string)
                {
                    seen.push([user, context()?.headers['x-user'], this?.getHeader('X-User'), this?.getArgument('*user')]);
                }, { parameters: [{ binding: { kind: 'name', name: 'user', optional: true }, rest: false }] })
            ])]
        });

        await runtime.invoke(invocation('f'));
        await runtime.call('f');

        expect(seen).toEqual([['jane', 'jane', 'jane', 'jane'], [undefined, undefined, undefined, undefined]]);
        await expect(runtime.invoke(invocation('f', { '*admin': true }))).rejects.toMatchObject({ code: 'UNKNOWN_ARGUMENT' });

        runtime.dispose();
    });

    it('knows the classes of the outer view', async () =>
    {
        class Person { constructor(readonly name: string) { } }

        const entry = { key: 'Person', parameters: ['name'], fields: ['name'], accessors: [], getters: [], implementation: Person };
        const codec = createCodec({ classes: [entry] });
        let person: unknown;

        const runtime = createRuntime({
            classes: [entry],
            middleware: [(request, next) => { person = request.getArgument('person'); return next(); }],
            segments: [segment('sales', [procedure('f', async (given: Person) => given.name, { parameters: [{ binding: { kind: 'name', name: 'person', optional: false }, rest: false }] })], { classes: [entry] })]
        });

        const outcome = await runtime.invoke(invocation('f', {}, { args: { form: 'tagged', text: codec.encode({ person: new Person('Jane') }) } }));

        expect(person).toBeInstanceOf(Person);
        expect(resultOf(outcome)).toBe('Jane');

        runtime.dispose();
    });

    it('may come later than the runtime', async () =>
    {
        const runtime = createRuntime({ segments: [segment('sales', [procedure('f', async () => 1)])] });

        runtime.setMiddleware([() => new Response({ result: 2 })]);
        expect(resultOf(await runtime.invoke(invocation('f')))).toBe(2);

        runtime.setMiddleware([]);
        expect(resultOf(await runtime.invoke(invocation('f')))).toBe(1);

        runtime.dispose();
    });

    it('is within the deadline of the call', async () =>
    {
        const clock = createTestClock();
        const runtime = createRuntime({
            clock,
            middleware: [() => new Promise(() => undefined)],
            segments: [segment('sales', [procedure('f', async () => 1, { timeout: 500 })])]
        });

        const call = runtime.invoke(invocation('f'));

        clock.advance(500);

        await expect(call).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });

        runtime.dispose();
    });

    it('gets the error of the procedure, and may answer it', async () =>
    {
        const runtime = createRuntime({
            middleware: [async (_request, next) => next().catch((error: unknown) => new Response({ status: 418, result: (error as Error).message }))],
            segments: [segment('sales', [procedure('f', async () => { throw new Error('boom'); })])]
        });

        expect(await runtime.invoke(invocation('f'))).toMatchObject({ status: 418, result: { text: '"boom"' } });

        runtime.dispose();
    });
});
