import type { BrowserUse } from './model.js';
import { isFunction, scopeNames } from './scope.js';
import type { Node, Program } from './syntax.js';
import { boundNames, forEachChild, isAmbient, isNode, nameOf, placeOf } from './syntax.js';
import { declarationOf } from './declarations.js';
import { isType } from './usage.js';

/** Names that only browsers know. */
const browserNames = new Set(['document', 'window', 'customElements', 'HTMLElement', 'requestAnimationFrame']);

const mention = new RegExp(`\\b(?:${[...browserNames].join('|')})\\b`);

/** Nodes whose parts run or not, which may well depend on where the code is. */
const conditional = new Set(['IfStatement', 'ConditionalExpression', 'LogicalExpression', 'SwitchStatement', 'TryStatement']);

function isBrowserName(node: Node | null | undefined): boolean
{
    const name = node === null || node === undefined ? undefined : nameOf(node);

    return name !== undefined && browserNames.has(name);
}

/** Whether code asks if there is a browser. */
function isQuestion(node: Node): boolean
{
    switch (node.type)
    {
        case 'UnaryExpression': return node.operator === 'typeof' && isBrowserName(node.argument);
        case 'BinaryExpression': return node.operator === 'in' && isBrowserName(node.left);
        case 'MemberExpression':
        case 'OptionalMemberExpression': return node.object.type === 'Identifier' && /^(?:globalThis|self|global)$/.test(node.object.name) && isBrowserName(node.property);
        default: return false;
    }
}

function contains(node: Node, fits: (node: Node) => boolean): boolean
{
    let found = fits(node);

    forEachChild(node, child =>
    {
        found ||= contains(child, fits);
    });

    return found;
}

/** The names of the top level, those of imports and ambient declarations included. */
function ownNames(program: Program): readonly string[]
{
    return program.body.map(declarationOf).flatMap(node =>
    {
        switch (node?.type)
        {
            case 'ImportDeclaration': return node.specifiers.map(({ local }) => local.name);
            case 'VariableDeclaration': return node.declarations.flatMap(({ id }) => boundNames(id));
            default: return node !== undefined && 'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : [];
        }
    });
}

/**
 * Finds where code uses what only browsers have: when it is loaded, and when it is called. It says nothing of code
 * that asks whether there is a browser, that runs on a condition only, or that is handed to something else.
 */
export function findBrowserUse(program: Program, code: string): BrowserUse
{
    if (!mention.test(code) || program.body.some(statement => contains(statement, isQuestion)))
    {
        return {};
    }

    const own = new Set(ownNames(program));
    const hidden: string[] = [];
    let loading: BrowserUse['loading'];
    let running: BrowserUse['running'];
    let depth = 0;

    const refer = (node: Node, name: string): void =>
    {
        if (browserNames.has(name) && !own.has(name) && !hidden.includes(name))
        {
            loading ??= depth === 0 ? { name, place: placeOf(node) } : undefined;
            running ??= { name, place: placeOf(node) };
        }
    };

    const visitStatements = (statements: readonly Node[]): void =>
    {
        for (const statement of statements)
        {
            visit(statement);

            // What comes behind a way out runs on a condition.
            if (conditional.has(statement.type) && contains(statement, ({ type }) => type === 'ReturnStatement' || type === 'ThrowStatement'))
            {
                return;
            }
        }
    };

    const visitParts = (node: Node): void =>
    {
        switch (node.type)
        {
            case 'Identifier':
                refer(node, node.name);
                break;

            case 'MemberExpression':
            case 'OptionalMemberExpression':
                visit(node.object);
                if (node.computed)
                {
                    visit(node.property);
                }
                break;

            case 'CallExpression':
            case 'OptionalCallExpression':
            case 'NewExpression':
                visit(node.callee);
                node.arguments.filter(isNode).filter(argument => !isFunction(argument)).forEach(visit);
                break;

            case 'BlockStatement':
                visitStatements(node.body);
                break;

            case 'ImportDeclaration':
            case 'ExportAllDeclaration':
            case 'LabeledStatement':
            case 'BreakStatement':
            case 'ContinueStatement':
            case 'MetaProperty':
            case 'TSEnumMember':
                break;

            case 'ExportNamedDeclaration':
                if (node.declaration !== null && node.declaration !== undefined)
                {
                    visit(node.declaration);
                }
                break;

            default:
            {
                const key = 'key' in node && !('computed' in node && node.computed) ? node.key as Node : undefined;

                forEachChild(node, child =>
                {
                    if (child !== key)
                    {
                        visit(child);
                    }
                });
                break;
            }
        }
    };

    const visit = (node: Node): void =>
    {
        if (isType(node) || isAmbient(node) || conditional.has(node.type))
        {
            return;
        }

        const names = scopeNames(node);
        // The value of a field is made with each instance.
        const deeper = isFunction(node) || ((node.type === 'ClassProperty' || node.type === 'ClassAccessorProperty' || node.type === 'ClassPrivateProperty') && !node.static) ? 1 : 0;

        hidden.push(...names);
        depth += deeper;
        visitParts(node);
        depth -= deeper;
        hidden.length -= names.length;
    };

    visitStatements(program.body);

    return { ...loading !== undefined && { loading }, ...running !== undefined && { running } };
}
