interface RequestLike { getHeader(name: string): string | undefined }

/** What middleware set on the call: an optional argument, and a header on `this`. */
export async function whoami(this: RequestLike | undefined, user = 'nobody'): Promise<string>
{
    return `${user} ${this?.getHeader('x-tenant') ?? 'no tenant'}`;
}

/** Versions of one procedure. */
export async function priceV1(): Promise<string> { return 'price 1'; }

export async function priceV2(): Promise<string> { return 'price 2'; }

/** Takes its time. */
export async function wait(milliseconds: number | string): Promise<string>
{
    await new Promise(resolve => { setTimeout(resolve, Number(milliseconds)); });

    return 'waited';
}

/** For trusted callers. */
export async function secret(): Promise<string> { return 'secret'; }

/** For its own segment. */
export async function hidden(): Promise<string> { return 'hidden'; }
