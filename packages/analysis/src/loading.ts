import type * as t from '@babel/types';

import { declarationOf } from './declarations.js';
import { isEmptyReexport } from './imports.js';
import type { EffectModel, StateModel } from './model.js';
import type { Node, Program } from './syntax.js';
import { boundNames, forEachChild, isAmbient, nameOf, placeOf, unwrap } from './syntax.js';

/** What loading a module does, and what it leaves behind. */
export interface Loading
{
    readonly state: readonly StateModel[];
    readonly effects: readonly EffectModel[];
}

/** Constructors of the language that do nothing but make an object. */
const harmlessConstructors = new Set([
    'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Date', 'Array', 'Object', 'Error', 'RegExp', 'URL', 'URLSearchParams', 'Headers', 'TextEncoder', 'TextDecoder',
    'ArrayBuffer', 'Uint8Array', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'
]);

const constantTypes = new Set([
    'StringLiteral', 'NumericLiteral', 'BigIntLiteral', 'BooleanLiteral', 'NullLiteral', 'Identifier', 'ThisExpression', 'MetaProperty', 'Super',
    'FunctionExpression', 'ArrowFunctionExpression', 'FunctionDeclaration', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'TSDeclareFunction', 'TSEnumDeclaration',
    'EmptyStatement', 'ImportDeclaration', 'TSNamespaceExportDeclaration'
]);

/** Expressions that are as constant as their parts. */
const transparentTypes = new Set([
    'TemplateLiteral', 'TemplateElement', 'UnaryExpression', 'BinaryExpression', 'LogicalExpression', 'ConditionalExpression', 'SequenceExpression',
    'MemberExpression', 'OptionalMemberExpression', 'SpreadElement', 'ObjectProperty', 'ObjectMethod'
]);

function isCallOf(call: t.CallExpression, object: string, member: string): boolean
{
    const { callee } = call;

    return callee.type === 'MemberExpression' && !callee.computed && callee.object.type === 'Identifier' && callee.object.name === object
        && callee.property.type === 'Identifier' && callee.property.name === member;
}

/** Whether an expression is what compilers make of a decorator: `__decorate([…], Order.prototype, 'size')`, `Order = __decorate([…], Order)`. */
function isDecoration(expression: Node): boolean
{
    return expression.type === 'AssignmentExpression'
        ? isDecoration(expression.right)
        : expression.type === 'CallExpression' && expression.callee.type === 'Identifier' && /^__(?:esD|d)ecorate(?:Class|Element)?$/.test(expression.callee.name);
}

/**
 * Reads off what a second instance of the module would have of its own, and what happens when it is loaded. In doubt
 * something counts as state or effect: such a module gets an instance per segment, which is right for every module.
 */
export function collectLoading(program: Program): Loading
{
    const state: StateModel[] = [];
    const effects: EffectModel[] = [];

    const addEffect = (kind: EffectModel['kind'], node: Node): void => void effects.push({ kind, place: placeOf(node) });

    /** Notes the effects of an expression, and tells whether its value can change. */
    const inspect = (expression: Node): boolean =>
    {
        const node = unwrap(expression);

        if (constantTypes.has(node.type))
        {
            return false;
        }

        if (transparentTypes.has(node.type))
        {
            return inspectParts(node);
        }

        switch (node.type)
        {
            case 'RegExpLiteral': return /[gy]/.test(node.flags);

            case 'ObjectExpression':
            case 'ArrayExpression':
                inspectParts(node);

                return true;

            case 'ClassExpression':
            case 'ClassDeclaration': return inspectClass(node);

            case 'CallExpression': return inspectCall(node);

            case 'NewExpression':
                if (node.callee.type !== 'Identifier' || !harmlessConstructors.has(node.callee.name))
                {
                    addEffect('call', node);
                }

                inspectParts(node);

                return true;

            case 'AwaitExpression':
                addEffect('await', node);
                inspect(node.argument);

                return true;

            case 'AssignmentExpression':
            case 'UpdateExpression':
                addEffect('statement', node);

                return true;

            default:
                addEffect('call', node);

                return true;
        }
    };

    const inspectParts = (node: Node): boolean =>
    {
        let changes = false;

        forEachChild(node, child =>
        {
            changes = inspect(child) || changes;
        });

        return changes;
    };

    const inspectCall = (call: t.CallExpression): boolean =>
    {
        if (isCallOf(call, 'Symbol', 'for'))
        {
            return inspectParts(call);
        }

        if (!isCallOf(call, 'Object', 'freeze'))
        {
            addEffect('call', call);
            inspectParts(call);

            return true;
        }

        const [argument] = call.arguments;
        const frozen = argument === undefined ? undefined : unwrap(argument);

        // Its own properties cannot change; what they hold may.
        return frozen?.type === 'ObjectExpression' || frozen?.type === 'ArrayExpression' ? inspectParts(frozen) : inspectParts(call);
    };

    const inspectClass = (node: t.ClassDeclaration | t.ClassExpression): boolean =>
    {
        const name = node.id?.name ?? 'class';
        let changes = false;

        const inspectDecorators = (decorated: Node): void =>
        {
            const decorators = 'decorators' in decorated && Array.isArray(decorated.decorators) ? decorated.decorators : [];

            decorators.forEach(decorator => addEffect('decorator', decorator));
        };

        inspectDecorators(node);

        if (node.superClass !== null && node.superClass !== undefined)
        {
            inspect(node.superClass);
        }

        for (const member of node.body.body)
        {
            inspectDecorators(member);

            if (member.type === 'StaticBlock')
            {
                addEffect('call', member);

                continue;
            }

            if ('params' in member)
            {
                member.params.forEach(inspectDecorators);
            }

            if ('computed' in member && member.computed)
            {
                inspect(member.key);
            }

            if ((member.type === 'ClassProperty' || member.type === 'ClassPrivateProperty' || member.type === 'ClassAccessorProperty') && member.static && !isAmbient(member))
            {
                const valueChanges = member.value !== null && member.value !== undefined && inspect(member.value);

                if (valueChanges || !('readonly' in member && member.readonly === true))
                {
                    state.push({ name: member.key.type === 'PrivateName' ? `${name}.#${member.key.id.name}` : `${name}.${nameOf(member.key) ?? '[…]'}`, place: placeOf(member) });
                    changes = true;
                }
            }
        }

        return changes;
    };

    const readVariables = (declaration: t.VariableDeclaration): void =>
    {
        if (declaration.kind === 'using' || declaration.kind === 'await using')
        {
            addEffect('statement', declaration);
        }

        for (const { id, init } of declaration.declarations)
        {
            const known = state.length;
            const changes = init !== null && init !== undefined && inspect(init);

            // The state of a class was noted with the names of its fields.
            if (declaration.kind !== 'const' || (changes && state.length === known))
            {
                boundNames(id).forEach(name => state.push({ name, place: placeOf(id) }));
            }
        }
    };

    const read = (node: Node): void =>
    {
        if (isAmbient(node) || constantTypes.has(node.type))
        {
            return;
        }

        switch (node.type)
        {
            case 'VariableDeclaration':
                readVariables(node);
                break;

            case 'ClassDeclaration':
                inspectClass(node);
                break;

            case 'ExpressionStatement':
            {
                const { expression } = node;

                if (!constantTypes.has(expression.type))
                {
                    addEffect(expression.type === 'AwaitExpression' ? 'await' : isDecoration(expression) ? 'decorator' : 'statement', node);
                }
                break;
            }

            case 'TSModuleDeclaration':
                if (node.body.type === 'TSModuleBlock')
                {
                    node.body.body.forEach(readStatement);
                }
                break;

            case 'TSImportEqualsDeclaration':
                if (node.moduleReference.type === 'TSExternalModuleReference')
                {
                    addEffect('import', node);
                }
                break;

            default:
                addEffect('statement', node);
                break;
        }
    };

    const readStatement = (statement: t.Statement): void =>
    {
        switch (statement.type)
        {
            case 'ImportDeclaration':
                if (statement.specifiers.length === 0 && statement.importKind !== 'type')
                {
                    addEffect('import', statement);
                }
                break;

            case 'ExportAllDeclaration':
                break;

            case 'ExportNamedDeclaration':
                if (isEmptyReexport(statement) && statement.exportKind !== 'type')
                {
                    addEffect('import', statement);
                }

                readDeclaration(statement);
                break;

            case 'ExportDefaultDeclaration':
                readDefault(statement.declaration);
                break;

            default:
                readDeclaration(statement);
                break;
        }
    };

    const readDeclaration = (statement: t.Statement): void =>
    {
        const declaration = declarationOf(statement);

        if (declaration !== undefined)
        {
            read(declaration);
        }
    };

    const readDefault = (declaration: Node): void =>
    {
        const known = state.length;

        if (inspect(declaration) && state.length === known)
        {
            state.push({ name: 'default', place: placeOf(declaration) });
        }
    };

    program.body.forEach(readStatement);

    return { state, effects };
}
