import ts from 'typescript';

/**
 * Everything that a module's text imports, in order: the specifier, its line, and whether it is there for types alone.
 * Static and dynamic imports, re-exports, `require` and import types, as the TypeScript parser sees them.
 */
export function findImports(file, code)
{
    const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, false, /\.[jt]sx$/.test(file) ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
    const imports = [];

    visit(source);

    return imports;

    function visit(node)
    {
        if (ts.isImportDeclaration(node))
        {
            add(node.moduleSpecifier, isTypeImport(node.importClause));
        }
        else if (ts.isExportDeclaration(node))
        {
            add(node.moduleSpecifier, node.isTypeOnly || isTypeList(node.exportClause));
        }
        else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference))
        {
            add(node.moduleReference.expression, node.isTypeOnly);
        }
        else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
        {
            add(node.argument.literal, true);
        }
        else if (ts.isCallExpression(node) && loadsModule(node.expression))
        {
            add(node.arguments[0], false);
        }

        ts.forEachChild(node, visit);
    }

    function add(specifier, typeOnly)
    {
        if (specifier !== undefined && ts.isStringLiteralLike(specifier))
        {
            const { line } = source.getLineAndCharacterOfPosition(ts.skipTrivia(code, specifier.pos));

            imports.push({ specifier: specifier.text, line: line + 1, typeOnly });
        }
    }
}

function isTypeImport(clause)
{
    return clause !== undefined
        && (clause.isTypeOnly || (clause.name === undefined && isTypeList(clause.namedBindings)));
}

/** `{ type A, type B }`: with verbatimModuleSyntax the module is still loaded when the list is empty. */
function isTypeList(bindings)
{
    return bindings !== undefined
        && (ts.isNamedImports(bindings) || ts.isNamedExports(bindings))
        && bindings.elements.length > 0
        && bindings.elements.every(element => element.isTypeOnly);
}

function loadsModule(callee)
{
    return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}
