/**
 * An element of the page.
 *
 * @throws where the page has none with this id.
 */
export function find(id: string): HTMLElement
{
    const found = document.getElementById(id);

    if (found === null)
    {
        throw new Error(`The page has no element "${id}".`);
    }

    return found;
}

/** A new element with what it holds. */
export function create<Name extends keyof HTMLElementTagNameMap>(name: Name, ...content: readonly (Node | string)[]): HTMLElementTagNameMap[Name]
{
    const created = document.createElement(name);

    created.append(...content);

    return created;
}

/** Offers bytes as a file to keep. */
export function offerFile(bytes: Uint8Array, name: string, type: string): void
{
    const link = create('a');

    link.href = URL.createObjectURL(new Blob([bytes.slice()], { type }));
    link.download = name;
    link.click();

    // The browser reads the file after this turn.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
