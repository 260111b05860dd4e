import type * as t from '@babel/types';

import { describeClass } from './class-model.js';
import { describeFunction } from './function-model.js';
import type { ClassModel, Declaration, TypeModel } from './model.js';
import type { Node, Program } from './syntax.js';
import { boundNames, isAmbient, unwrap } from './syntax.js';
import { collectTypeReferences } from './type-references.js';

/** What the names of a module's top level stand for. */
export interface Declarations
{
    /** What a name of the module stands for. */
    readonly find: (name: string) => Declaration;
    /** What the value of an expression is. */
    readonly describe: (expression: Node) => Declaration;
    readonly classes: readonly ClassModel[];
    readonly types: readonly TypeModel[];
}

type Entry =
    | { readonly kind: 'declaration'; readonly declaration: Declaration }
    | { readonly kind: 'expression'; readonly name: string; readonly expression: Node; readonly annotation: Node | null | undefined };

/** Expressions whose values are surely neither functions nor classes. */
const plainExpressions = new Set([
    'StringLiteral', 'NumericLiteral', 'BigIntLiteral', 'BooleanLiteral', 'NullLiteral', 'RegExpLiteral', 'TemplateLiteral', 'ObjectExpression', 'ArrayExpression',
    'UnaryExpression', 'BinaryExpression', 'UpdateExpression', 'JSXElement', 'JSXFragment'
]);

/** The declaration inside an export, or the statement itself. */
export function declarationOf(statement: t.Statement): Node | undefined
{
    switch (statement.type)
    {
        case 'ExportNamedDeclaration': return statement.declaration ?? undefined;
        case 'ExportDefaultDeclaration': return statement.declaration;
        default: return statement;
    }
}

/** What the whole of a module tells of its declarations. */
export interface DeclarationOptions
{
    /** The names whose values code replaces: a function that they are declared with says nothing about the next one. */
    readonly replaced: ReadonlySet<string>;
    /** Whether the module mentions `arguments` at all. */
    readonly mentionsArguments: boolean;
}

/** The names that statements of the top level assign to. */
export function collectAssigned(program: Program): readonly string[]
{
    return program.body.flatMap(statement => statement.type === 'ExpressionStatement' && statement.expression.type === 'AssignmentExpression' ? boundNames(unwrap(statement.expression.left)) : []);
}

/** Looks up what the top level of a module declares. */
export function collectDeclarations(program: Program, { replaced, mentionsArguments }: DeclarationOptions): Declarations
{
    const entries = new Map<string, Entry>();
    const typeNames = new Set<string>();
    const types: TypeModel[] = [];
    const pending = new Set<string>();

    const declare = (name: string, declaration: Declaration): void => void entries.set(name, { kind: 'declaration', declaration });

    const settle = (name: string, declaration: Declaration): Declaration => declaration.kind === 'function' && replaced.has(name) ? { kind: 'unknown' } : declaration;

    const describe = (expression: Node, name?: string, annotation?: Node | null): Declaration =>
    {
        const value = unwrap(expression);

        switch (value.type)
        {
            case 'FunctionDeclaration':
            case 'FunctionExpression':
            case 'ArrowFunctionExpression': return describeFunction(value, { ...name !== undefined && { name }, annotation, mentionsArguments });

            case 'ClassDeclaration':
            case 'ClassExpression': return describeClass(value, name);

            case 'Identifier': return find(value.name);

            default: return { kind: plainExpressions.has(value.type) ? 'value' : 'unknown' };
        }
    };

    const find = (name: string): Declaration =>
    {
        const entry = entries.get(name);

        if (entry === undefined)
        {
            return typeNames.has(name) ? { kind: 'type', name } : { kind: 'unknown' };
        }

        if (entry.kind === 'declaration')
        {
            return entry.declaration;
        }

        // Constants may be defined by each other in a circle, in code that fails when it runs.
        if (pending.has(name))
        {
            return { kind: 'unknown' };
        }

        pending.add(name);

        const declaration = settle(name, describe(entry.expression, entry.name, entry.annotation));

        pending.delete(name);
        declare(name, declaration);

        return declaration;
    };

    const read = (node: Node): void =>
    {
        if (isAmbient(node) || node.type === 'TSInterfaceDeclaration' || node.type === 'TSTypeAliasDeclaration')
        {
            readType(node);

            return;
        }

        switch (node.type)
        {
            case 'ImportDeclaration':
                node.specifiers.forEach(specifier => declare(specifier.local.name, { kind: 'import', local: specifier.local.name }));
                break;

            case 'FunctionDeclaration':
                if (node.id !== null && node.id !== undefined)
                {
                    declare(node.id.name, settle(node.id.name, describeFunction(node, { mentionsArguments })));
                }
                break;

            case 'ClassDeclaration':
                if (node.id !== null && node.id !== undefined)
                {
                    declare(node.id.name, describeClass(node));
                    types.push({ name: node.id.name, references: collectTypeReferences([node]) });
                }
                break;

            case 'TSEnumDeclaration':
                declare(node.id.name, { kind: 'value' });
                break;

            case 'TSModuleDeclaration':
                // A namespace may add to a function or a class of its name, which is then what the name stands for.
                if (node.id.type === 'Identifier' && !entries.has(node.id.name))
                {
                    declare(node.id.name, { kind: 'value' });
                }
                break;

            case 'VariableDeclaration':
                node.declarations.forEach(readVariable);
                break;

            default:
                break;
        }
    };

    const readVariable = ({ id, init }: t.VariableDeclarator): void =>
    {
        if (id.type === 'Identifier' && init !== null && init !== undefined)
        {
            entries.set(id.name, { kind: 'expression', name: id.name, expression: init, annotation: id.typeAnnotation });

            return;
        }

        boundNames(id).forEach(name => declare(name, { kind: 'unknown' }));
    };

    const readType = (node: Node): void =>
    {
        const names = node.type === 'VariableDeclaration'
            ? node.declarations.flatMap(({ id }) => boundNames(id))
            : 'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : [];

        for (const name of names)
        {
            typeNames.add(name);
            types.push({ name, references: collectTypeReferences([node]) });
        }
    };

    for (const statement of program.body)
    {
        const declaration = declarationOf(statement);

        if (declaration !== undefined)
        {
            read(declaration);
        }
    }

    const declarations = [...entries.keys()].map(find);
    const classes = new Set(declarations.filter(declaration => declaration.kind === 'class'));

    return { find, describe: expression => describe(expression), classes: [...classes], types };
}
