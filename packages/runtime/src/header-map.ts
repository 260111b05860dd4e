/** Headers by their names, in whatever case; kept in lower case. */
export class HeaderMap extends Map<string, string>
{
    constructor(headers: Readonly<Record<string, string>> | Iterable<readonly [string, string]> = {})
    {
        super();

        const entries = Symbol.iterator in headers ? headers : Object.entries(headers);

        for (const [name, value] of entries)
        {
            this.set(name, value);
        }
    }

    override get(name: string): string | undefined
    {
        return super.get(name.toLowerCase());
    }

    override set(name: string, value: string): this
    {
        return super.set(name.toLowerCase(), value);
    }

    override has(name: string): boolean
    {
        return super.has(name.toLowerCase());
    }

    override delete(name: string): boolean
    {
        return super.delete(name.toLowerCase());
    }

}
