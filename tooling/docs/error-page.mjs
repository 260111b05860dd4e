import * as errors from '@jitar/errors';

/** The page of all errors, from the registry and the classes for applications. */
export function describeErrors()
{
    return `# Errors

<!-- Generated from packages/errors by \`npm run errors --prefix tooling/docs\`; a test holds it to them. -->

Every error that Jitar raises has a code. Codes are permanent: they are added, never renamed or reused. Match on the code,
not on the message, in which \`‹name›\` stands for what it tells of the case. *Retry* says whether the same call may
succeed a moment later without any change.

| code | status | who can act | retry | message | what to do |
|---|---|---|---|---|---|
${Object.entries(errors.errorRegistry).map(describeCode).join('\n')}

## For applications

Classes of \`@jitar/errors\` that an application throws to choose the answer of outside callers; subclasses keep the status.

| class | code | status |
|---|---|---|
${applicationErrors().map(({ name, code, status }) => row([`\`${name}\``, `\`${code}\``, status])).join('\n')}

Any other error answers outside callers with 500.
`;
}

function describeCode([code, { message, hint, status, audience, retryable }])
{
    return row([`\`${code}\``, status, audience, retryable ? 'yes' : 'no', formsOf(message).join('\n*or* '), hint]);
}

/** The forms of a message: with all details, and without each that it can do without. */
function formsOf(message)
{
    const names = new Set();
    const full = message(placeholders({ onRead: name => names.add(name) }));
    const others = [...names].flatMap(missing =>
    {
        try
        {
            return [message(placeholders({ missing }))];
        }
        catch
        {
            return [];
        }
    });

    return [...new Set([full, ...others.filter(form => !form.includes('undefined'))])];
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

function applicationErrors()
{
    return Object.entries(errors)
        .filter(([, value]) => typeof value === 'function' && value.prototype instanceof errors.JitarError)
        .map(([name, ErrorClass]) => ({ name, ...new ErrorClass('') }))
        .sort((left, right) => left.status - right.status);
}

function row(cells)
{
    return `| ${cells.map(cell => String(cell).replaceAll('|', '\\|').replaceAll('\n', '<br>')).join(' | ')} |`;
}
