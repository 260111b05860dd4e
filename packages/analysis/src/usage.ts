import type * as t from '@babel/types';

import { createMemberAccess } from './member-access.js';
import type { CallModel, DynamicImport, MemberModel, MutationModel, SyntaxFeature, SyntaxProblem, TypeImport } from './model.js';
import { isFunction, scopeNames } from './scope.js';
import type { Node, Program } from './syntax.js';
import { boundNames, forEachChild, isAmbient, placeOf, spanOf, unwrap } from './syntax.js';

/** What the code of a module does with the names of its top level. */
export interface Usage
{
    /** The imported names that code refers to, those in the position of a type left out. */
    readonly values: ReadonlySet<string>;
    readonly mutations: readonly MutationModel[];
    readonly unawaitedCalls: readonly CallModel[];
    readonly shadowedCalls: readonly CallModel[];
    readonly namespaceMembers: readonly MemberModel[];
    readonly dynamicImports: readonly DynamicImport[];
    readonly typeImports: readonly TypeImport[];
    readonly usesJsx: boolean;
    /** What the parser lets pass, and no compiler can. */
    readonly problems: readonly SyntaxProblem[];
    readonly syntax: readonly SyntaxFeature[];
}

/** The names to look for. */
export interface UsageOptions
{
    readonly imported: ReadonlySet<string>;
    /** The `let` and `var` of the top level. */
    readonly variables: ReadonlySet<string>;
    /** Whether to look for `import('…')` among the types. */
    readonly types: boolean;
    /** Whether there is any `import()`. */
    readonly dynamic: boolean;
    /** Whether a function may declare a `var`. */
    readonly hoists: boolean;
}

const none: readonly string[] = [];

const featureByType: Readonly<Record<string, SyntaxFeature>> = {
    ClassAccessorProperty: 'accessor',
    Decorator: 'decorator',
    TSEnumDeclaration: 'enum',
    TSExportAssignment: 'import-equals',
    TSImportEqualsDeclaration: 'import-equals',
    TSModuleDeclaration: 'namespace'
};

function featureOf(node: Node): SyntaxFeature | undefined
{
    return node.type === 'VariableDeclaration' && (node.kind === 'using' || node.kind === 'await using') ? 'using' : featureByType[node.type];
}

/** The nodes of TypeScript that hold code. */
const codeTypes = new Set([
    'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression', 'TSEnumDeclaration', 'TSEnumBody', 'TSEnumMember',
    'TSModuleDeclaration', 'TSModuleBlock', 'TSParameterProperty', 'TSExportAssignment', 'TSImportEqualsDeclaration', 'TSQualifiedName'
]);

/** The nodes, most of all, that make no scope, and of which only the parts matter. */
const plainTypes = new Set([
    'Identifier', 'StringLiteral', 'NumericLiteral', 'BooleanLiteral', 'NullLiteral', 'TemplateLiteral', 'TemplateElement', 'MemberExpression', 'OptionalMemberExpression',
    'BinaryExpression', 'LogicalExpression', 'ConditionalExpression', 'UnaryExpression', 'AwaitExpression', 'NewExpression', 'ThisExpression', 'ArrayExpression', 'ObjectExpression',
    'ObjectProperty', 'SpreadElement', 'ReturnStatement', 'IfStatement', 'ThrowStatement', 'VariableDeclarator', 'ClassBody', 'ImportDeclaration', 'ExportNamedDeclaration'
]);

/** Whether a node stands for types alone, and leaves no code. */
export function isType(node: Node): boolean
{
    return node.type.startsWith('TS') && !codeTypes.has(node.type);
}

/** Walks the whole module once, with the scopes that hide names of its top level. */
export function collectUsage(program: Program, options: UsageOptions): Usage
{
    const { imported, variables } = options;
    const values = new Set<string>();
    const mutations = new Map<string, MutationModel>();
    const unawaitedCalls: CallModel[] = [];
    const shadowedCalls = new Map<string, CallModel>();
    const dynamicImports: (Omit<DynamicImport, 'members'> & { readonly expression: Node })[] = [];
    const typeImports: TypeImport[] = [];
    const problems: SyntaxProblem[] = [];
    const hidden = new Map<string, number>();
    const syntax = new Set<SyntaxFeature>();
    const sought = imported.size > 0 || variables.size > 0 || options.dynamic;
    let functionDepth = 0;
    let usesJsx = false;

    const isSought = (name: string): boolean => imported.has(name) || variables.has(name);

    const isVisible = (name: string): boolean => (hidden.get(name) ?? 0) === 0;

    const access = createMemberAccess(name => imported.has(name) && isVisible(name));

    const refer = (name: string): void =>
    {
        if (imported.has(name) && isVisible(name))
        {
            values.add(name);
        }
    };

    const assign = (target: Node): void =>
    {
        if (functionDepth === 0)
        {
            return;
        }

        for (const name of boundNames(unwrap(target)))
        {
            if (variables.has(name) && isVisible(name) && !mutations.has(name))
            {
                mutations.set(name, { name, place: placeOf(target) });
            }
        }
    };

    /** Finds the calls whose outcome an expression statement drops. */
    const drop = (expression: Node): void =>
    {
        const node = unwrap(expression);

        switch (node.type)
        {
            case 'LogicalExpression':
                drop(node.right);
                break;

            case 'ConditionalExpression':
                drop(node.consequent);
                drop(node.alternate);
                break;

            case 'SequenceExpression':
                node.expressions.forEach(drop);
                break;

            case 'CallExpression':
            case 'OptionalCallExpression':
                dropCall(node, unwrap(node.callee));
                break;

            default:
                break;
        }
    };

    const dropCall = (call: Node, callee: Node): void =>
    {
        if (callee.type === 'Identifier' && imported.has(callee.name) && isVisible(callee.name))
        {
            unawaitedCalls.push({ name: callee.name, place: placeOf(call) });
        }

        if (callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.property.type === 'Identifier' && !callee.computed
            && imported.has(callee.object.name) && isVisible(callee.object.name))
        {
            unawaitedCalls.push({ name: callee.object.name, member: callee.property.name, place: placeOf(call) });
        }
    };

    /** Finds the calls of what hides an import. */
    const noteShadowed = (node: Node, callee: Node): void =>
    {
        if (callee.type === 'Identifier' && imported.has(callee.name) && !isVisible(callee.name) && !shadowedCalls.has(callee.name))
        {
            shadowedCalls.set(callee.name, { name: callee.name, place: placeOf(node) });
        }
    };

    const visitType = (node: Node): void =>
    {
        if (node.type === 'TSImportType')
        {
            typeImports.push({ kind: 'type', specifier: node.argument.value, place: placeOf(node.argument) });
        }

        forEachChild(node, visitType);
    };

    const visitImport = (expression: t.ImportExpression): void =>
    {
        const { source } = expression;
        const hasOptions = expression.options !== null && expression.options !== undefined;
        const specifier = source.type === 'StringLiteral' ? source.value
            : source.type === 'TemplateLiteral' && source.expressions.length === 0 ? source.quasis[0]?.value.cooked : undefined;

        if (typeof specifier === 'string')
        {
            dynamicImports.push({ kind: 'dynamic', specifier, specifierSpan: spanOf(source), hasOptions, expression, place: placeOf(source) });
        }
    };

    /** Visits what of a node is code that may refer to names; what remains is visited as it comes. */
    const visitParts = (node: Node): void =>
    {
        switch (node.type)
        {
            case 'Identifier':
                refer(node.name);
                node.decorators?.forEach(visit);
                // A parameter holds its type.
                if (options.types && node.typeAnnotation !== null && node.typeAnnotation !== undefined)
                {
                    visitType(node.typeAnnotation);
                }
                break;

            case 'JSXIdentifier':
                refer(node.name);
                break;

            case 'JSXAttribute':
                if (node.value !== null && node.value !== undefined)
                {
                    visit(node.value);
                }
                break;

            case 'JSXMemberExpression':
                access.read(node.object, node.property);
                visit(node.object);
                break;

            case 'JSXNamespacedName':
            case 'MetaProperty':
            case 'BreakStatement':
            case 'ContinueStatement':
            case 'ImportDeclaration':
            case 'ExportAllDeclaration':
                break;

            case 'LabeledStatement':
                visit(node.body);
                break;

            case 'MemberExpression':
            case 'OptionalMemberExpression':
                visit(node.object);
                if (node.computed)
                {
                    visit(node.property);
                }
                if (!node.computed || node.property.type === 'StringLiteral' || node.property.type === 'TemplateLiteral')
                {
                    access.read(node.object, node.property);
                }
                break;

            case 'TSQualifiedName':
                visit(node.left);
                break;

            case 'TSEnumMember':
                if (node.initializer !== null && node.initializer !== undefined)
                {
                    visit(node.initializer);
                }
                break;

            case 'TSModuleDeclaration':
                visit(node.body);
                break;

            case 'ExportNamedDeclaration':
                visitExport(node);
                break;

            default:
                visitMembers(node);
                break;
        }
    };

    const visitExport = (node: Extract<Node, { type: 'ExportNamedDeclaration' }>): void =>
    {
        if (node.declaration !== null && node.declaration !== undefined)
        {
            visit(node.declaration);
        }

        if (node.source !== null && node.source !== undefined)
        {
            return;
        }

        for (const specifier of node.specifiers)
        {
            if (specifier.type === 'ExportSpecifier' && node.exportKind !== 'type' && specifier.exportKind !== 'type')
            {
                refer(specifier.local.name);
            }
        }
    };

    const readVariables = ({ kind, declarations }: t.VariableDeclaration): void =>
    {
        for (const { id, init } of declarations)
        {
            if (init !== null && init !== undefined)
            {
                (kind === 'const' ? access.declare : access.destructure)(id, init);
            }
        }
    };

    const visitMembers = (node: Node): void =>
    {
        // The name of a property refers to nothing, unless it is computed.
        const key = 'key' in node && !('computed' in node && node.computed) ? node.key as Node : undefined;

        forEachChild(node, child =>
        {
            if (child !== key)
            {
                visit(child);
            }
        });
    };

    const visit = (node: Node): void =>
    {
        if (plainTypes.has(node.type))
        {
            visitParts(node);

            return;
        }

        if (isType(node))
        {
            if (options.types)
            {
                visitType(node);
            }

            return;
        }

        if (isAmbient(node))
        {
            return;
        }

        const feature = featureOf(node);

        if (feature !== undefined)
        {
            syntax.add(feature);
        }

        const declared = sought ? scopeNames(node, options.hoists) : none;
        const names = declared.filter(isSought);
        const depth = isFunction(node) ? 1 : 0;

        names.forEach(name => hidden.set(name, (hidden.get(name) ?? 0) + 1));
        functionDepth += depth;

        if (options.dynamic)
        {
            access.enterScope(declared);
        }

        switch (node.type)
        {
            case 'AssignmentExpression':
                assign(node.left);
                access.destructure(node.left, node.right);
                break;

            case 'AssignmentPattern':
                access.destructure(node.left, node.right);
                break;

            case 'VariableDeclaration':
                readVariables(node);
                break;

            case 'CallExpression':
                access.call(node.callee, node.arguments[0]);
                noteShadowed(node, node.callee);
                break;

            case 'UpdateExpression':
                assign(node.argument);
                break;

            case 'ForInStatement':
            case 'ForOfStatement':
                if (node.left.type !== 'VariableDeclaration')
                {
                    assign(node.left);
                }
                break;

            case 'ExpressionStatement':
                drop(node.expression);
                break;

            case 'ImportExpression':
                visitImport(node);
                break;

            case 'JSXElement':
            case 'JSXFragment':
                usesJsx = true;
                break;

            case 'TSParameterProperty':
                if (boundNames(node).includes('constructor'))
                {
                    problems.push({ message: 'Classes may not have a field named \'constructor\'.', place: placeOf(node.parameter) });
                }
                break;

            default:
                break;
        }

        visitParts(node);

        if (options.dynamic)
        {
            access.leaveScope(declared);
        }

        functionDepth -= depth;
        names.forEach(name => hidden.set(name, (hidden.get(name) ?? 0) - 1));
    };

    program.body.forEach(visit);

    return {
        values,
        mutations: [...mutations.values()],
        unawaitedCalls,
        shadowedCalls: [...shadowedCalls.values()],
        namespaceMembers: access.members(),
        dynamicImports: dynamicImports.map(({ expression, ...model }) => ({ ...model, members: access.membersOf(expression) })),
        typeImports,
        usesJsx,
        problems,
        syntax: [...syntax]
    };
}
