interface RequestLike { setArgument(name: string, value: unknown): void; setHeader(name: string, value: string): void; readonly fqn: string }
interface ResponseLike { setHeader(name: string, value: string): void }

/** Middleware: names the user and the tenant, and marks the answer. */
export default async function tag(request: RequestLike, next: () => Promise<ResponseLike>): Promise<ResponseLike>
{
    request.setArgument('*user', 'ada');
    request.setHeader('x-tenant', 'acme');

    const response = await next();

    response.setHeader('x-tagged', request.fqn);

    return response;
}
