import * as errors from '@jitar/errors';

import { formsOf, row } from './forms.mjs';

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

function applicationErrors()
{
    return Object.entries(errors)
        .filter(([, value]) => typeof value === 'function' && value.prototype instanceof errors.JitarError)
        .map(([name, ErrorClass]) => ({ name, ...new ErrorClass('') }))
        .sort((left, right) => left.status - right.status);
}
