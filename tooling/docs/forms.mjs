/** The forms of a text: with all details, and without each that it can do without. */
export function formsOf(text)
{
    const names = new Set();
    const full = text(placeholders({ onRead: name => names.add(name) }));
    const others = [...names].flatMap(missing =>
    {
        try
        {
            return [text(placeholders({ missing }))];
        }
        catch
        {
            return [];
        }
    });

    return [...new Set([full, ...others].map(String).filter(form => !form.includes('undefined')))];
}

/** Stands for any details: a name in brackets, and a list of that one name; as JSON it is a text. */
function placeholders({ missing, onRead })
{
    return new Proxy({}, {
        get(_target, name)
        {
            onRead?.(name);

            return name === missing ? undefined : Object.assign([`‹${String(name)}›`], { toJSON: () => `‹${String(name)}›` });
        }
    });
}

/** A row of a table. */
export function row(cells)
{
    return `| ${cells.map(cell => String(cell).replaceAll('|', '\\|').replaceAll('\n', '<br>')).join(' | ')} |`;
}
