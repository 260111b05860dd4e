import { RemoteFailure, describeFailure } from '@jitar/protocol';
import type { Invocation, Invoker, Outcome } from '@jitar/protocol';
import { createCodec, parsePlain } from '@jitar/serialization';
import type { ClassDefinition } from '@jitar/serialization';

/** An invoker in front of one function, as a segment would stand there: it decodes and encodes with its classes. */
export function createTestInvoker(run: (args: Readonly<Record<string, unknown>>, invocation: Invocation) => unknown, options: Partial<Outcome> & { readonly classes?: readonly ClassDefinition[] } = {}): Invoker & { readonly calls: Invocation[] }
{
    const codec = createCodec({ classes: options.classes ?? [] });
    const calls: Invocation[] = [];

    return {
        calls,

        async invoke(invocation)
        {
            calls.push(invocation);

            if (invocation.args.form === 'live')
            {
                throw new Error('Calls from outside are encoded.');
            }

            try
            {
                const { form, text, parts = [] } = invocation.args;
                const args = form === 'json' ? parsePlain(text) : codec.decodeParts({ text, parts }, 'args');
                const result = invocation.dryRun === true ? undefined : await run(args as Readonly<Record<string, unknown>>, invocation);

                return { result: { form: 'tagged', ...await codec.encodeAsync(result, 'result') }, headers: options.headers ?? {}, ...options.status !== undefined && { status: options.status } };
            }
            catch (error)
            {
                throw new RemoteFailure({ ...describeFailure(error), payload: { form: 'tagged', ...await codec.encodeAsync(error) } });
            }
        }
    };
}
