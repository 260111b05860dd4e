import { realpathSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative } from 'node:path';

import ts from 'typescript';

/**
 * Writes the application as TypeScript's own compiler does, module by module, for Node to run as it is: the measure
 * for what a split application does. Only specifiers are completed to the files that the compiler finds for them.
 *
 * @param project - The folder that has `src`, and maybe `tsconfig.json`.
 * @param modules - The sources, relative to the project's folder.
 * @param target - The folder for the result, in the project's.
 */
export async function writeUnsplit(project: string, modules: readonly string[], target: string): Promise<void>
{
    const options = readOptions(project, target);
    const sources = join(project, 'src');
    const program = ts.createProgram(modules.map(module => join(project, module)), options);
    const outputs = new Map<string, string>();

    const complete = (specifier: string, importer: string): string =>
    {
        const found = ts.resolveModuleName(specifier, importer, { ...options, preserveSymlinks: true }, ts.sys).resolvedModule;

        if (found === undefined || found.isExternalLibraryImport === true || !found.resolvedFileName.startsWith(sources))
        {
            return specifier;
        }

        // Node follows links; what they lead to outside of the sources stays where the link is.
        const real = realpathSync(found.resolvedFileName);
        const path = relative(dirname(importer), real.startsWith(sources) ? real : found.resolvedFileName).replace(/\.[jt]sx?$/, '.js').replace(/\.m[jt]s$/, '.mjs').replaceAll('%', '%25');

        return path.startsWith('.') ? path : `./${path}`;
    };

    const transformers = { after: [createCompletion(complete)] };

    program.emit(undefined, (file, text) => outputs.set(relative(target, file), text), undefined, false, transformers);

    // Of JavaScript nothing is dropped, unlike the imports of TypeScript that only types need.
    for (const module of modules.filter(path => /\.m?jsx?$/.test(path)))
    {
        const fileName = join(project, module);
        const { outputText } = ts.transpileModule(await readFile(fileName, 'utf8'), { fileName, transformers, compilerOptions: { ...options, verbatimModuleSyntax: true } });

        outputs.set(relative(sources, fileName).replace(/\.jsx$/, '.js'), outputText);
    }

    for (const [path, text] of outputs)
    {
        await mkdir(dirname(join(target, path)), { recursive: true });
        await writeFile(join(target, path), text);
    }

    const packageFile = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as object;

    await mkdir(target, { recursive: true });
    await writeFile(join(target, 'package.json'), JSON.stringify({ ...packageFile, type: 'module' }));
}

function readOptions(project: string, target: string): ts.CompilerOptions
{
    const file = join(project, 'tsconfig.json');
    const written = ts.sys.fileExists(file) ? ts.getParsedCommandLineOfConfigFile(file, {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined })?.options : {};

    return {
        jsx: ts.JsxEmit.ReactJSX,
        ...written,
        useDefineForClassFields: written?.useDefineForClassFields ?? (written?.target ?? ts.ScriptTarget.ESNext) >= ts.ScriptTarget.ES2022,
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
        customConditions: ['node'],
        rootDir: join(project, 'src'),
        outDir: target,
        allowJs: true,
        isolatedModules: true,
        resolveJsonModule: true,
        // Types of the language are of no use to a compiler that is not asked for mistakes.
        noLib: true,
        types: []
    };
}

/** Completes the specifiers of a module that is compiled otherwise. */
function createCompletion(complete: (specifier: string, importer: string) => string): ts.TransformerFactory<ts.SourceFile>
{
    return context => source =>
    {
        const { factory } = context;
        const literal = (node: ts.StringLiteralLike): ts.StringLiteral => factory.createStringLiteral(complete(node.text, source.fileName), true);
        const isJson = (node: ts.StringLiteralLike): boolean => posix.extname(node.text) === '.json';
        const json = factory.createImportAttributes(factory.createNodeArray([factory.createImportAttribute(factory.createIdentifier('type'), factory.createStringLiteral('json', true))]));

        const visit = (node: ts.Node): ts.Node =>
        {
            if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
            {
                return factory.updateImportDeclaration(node, node.modifiers, node.importClause, literal(node.moduleSpecifier), isJson(node.moduleSpecifier) ? json : node.attributes);
            }

            if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier))
            {
                return factory.updateExportDeclaration(node, node.modifiers, node.isTypeOnly, node.exportClause, literal(node.moduleSpecifier), isJson(node.moduleSpecifier) ? json : node.attributes);
            }

            const [specifier, ...others] = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments : [];

            if (ts.isCallExpression(node) && specifier !== undefined && ts.isStringLiteralLike(specifier))
            {
                const withType = factory.createObjectLiteralExpression([factory.createPropertyAssignment('with', factory.createObjectLiteralExpression([factory.createPropertyAssignment('type', factory.createStringLiteral('json'))]))]);

                return factory.updateCallExpression(node, node.expression, undefined, [literal(specifier), ...isJson(specifier) ? [withType] : others]);
            }

            return ts.visitEachChild(node, visit, context);
        };

        return ts.visitEachChild(source, visit, context);
    };
}
