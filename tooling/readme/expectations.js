import ts from 'typescript';

/**
 * The statements `console.log(…); // expected` of a module: where the callee stands, where the text of the comment
 * stands, and that text. Their position in the list is their number.
 */
export function findExpectations(code)
{
    const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
    const expectations = [];

    visit(source);

    return expectations;

    function visit(node)
    {
        if (isLog(node, source))
        {
            const comment = ts.getTrailingCommentRanges(code, node.end)?.find(range => range.kind === ts.SyntaxKind.SingleLineCommentTrivia);

            if (comment !== undefined)
            {
                const callee = node.expression.expression;
                const [lead] = /^\/\/ ?/.exec(code.slice(comment.pos, comment.end));

                expectations.push({
                    callee: { start: callee.getStart(source), end: callee.end },
                    comment: { start: comment.pos + lead.length, end: comment.end },
                    text: code.slice(comment.pos + lead.length, comment.end).trimEnd()
                });
            }
        }

        ts.forEachChild(node, visit);
    }
}

function isLog(node, source)
{
    return ts.isExpressionStatement(node)
        && ts.isCallExpression(node.expression)
        && node.expression.expression.getText(source) === 'console.log';
}

/** The module, with each expected statement reporting what it prints under its number. */
export function instrument(code, expectations)
{
    return replace(code, expectations.map((expectation, index) => ({ ...expectation.callee, text: `globalThis.__readme(${index}).log` })));
}

/**
 * The module with what was printed in the place of what was expected, so that a comparison with the module itself
 * shows the difference in its place. Without `printed`, the module as it is.
 */
export function fillIn(code, expectations, printed)
{
    return replace(code, expectations.map((expectation, index) => ({
        ...expectation.comment,
        text: printed === undefined ? expectation.text : describePrinted(printed.filter(line => line.index === index), expectation.text)
    })));
}

function describePrinted(lines, expected)
{
    if (lines.length === 0)
    {
        return '(never printed)';
    }

    return (lines.find(line => line.text !== expected) ?? lines[0]).text;
}

function replace(code, edits)
{
    return edits.toReversed().reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), code);
}
