import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { SourceMap } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildApplication, createTemporaryFolder } from './cluster.js';

/** Modules that throw on a line that says so, behind all that a build takes out, rewrites and compiles. */
const sources: Readonly<Record<string, string>> = {
    'src/types.ts': 'export interface Order { readonly id: number }\nexport type Id = Order[\'id\'];\n',
    'src/remote.ts': 'export async function remote(): Promise<void> { }\n',
    'src/typed.ts': `import type { Order } from './types';
import {
    type Id,
} from './types';
import {
    remote
} from './remote';

interface Line extends Order
{
    readonly quantity: number;
}

export async function typed(order: Order, id: Id = 1): Promise<Line>
{
    type Local = Record<string, Line>;
    const lines: Local = {};

    void remote; if (order.id === (id as number)) { throw new Error('typed, line 19'); }

    return lines['a']!;
}
`,
    'src/dynamic.ts': `import type { Order } from './types';

export async function dynamic(order: Order): Promise<unknown>
{
    const { remote } = await import('./remote'); if (order.id === 1) { throw new Error('dynamic, line 5'); }

    return remote;
}
`,
    'src/decorated.ts': `import type { Order } from './types';
function log<Value>(value: Value, _context: unknown): Value { return value; }

enum Level { Low, High }

export class Decorated
{
    @log
    fail(order: Order): never
    {
        throw new Error(\`decorated, line 11 \${String(order.id)} \${String(Level.High)}\`);
    }
}

export async function decorated(order: Order): Promise<never> { return new Decorated().fail(order); }
`,
    'src/view.tsx': `import { remote } from './remote';

interface Props { readonly label: string }

function h(tag: unknown, props: unknown): unknown { return { tag, props }; }

export async function view({ label }: Props): Promise<unknown>
{
    const element = <p
        title={label}
    />;

    if (label !== '') { throw new Error('view, line 13'); }

    return [element, remote];
}
`,
    'src/plain.js': `import { remote } from './remote';
import {
    typed
} from './typed';

export async function plain()
{
    throw new Error('plain, line 8' + typeof remote + typeof typed);
}
`
};

const cases = [['typed', 'typed.ts', 19, { id: 1 }], ['dynamic', 'dynamic.ts', 5, { id: 1 }], ['decorated', 'decorated.ts', 11, { id: 1 }], ['view', 'view.tsx', 13, { label: 'x' }], ['plain', 'plain.js', 8, {}]] as const;

const folder = createTemporaryFolder();

beforeAll(() =>
{
    const files = {
        ...sources,
        'package.json': '{ "type": "module" }',
        'tsconfig.json': '{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }',
        'segments/main.json': JSON.stringify(Object.fromEntries(cases.map(([name]) => [`./${name}`, { [name]: { access: 'public' } }]))),
        'segments/other.json': '{ "./remote": { "remote": { "access": "public" } } }'
    };

    for (const [path, text] of Object.entries(files))
    {
        mkdirSync(dirname(join(folder.path, path)), { recursive: true });
        writeFileSync(join(folder.path, path), text);
    }

    expect(buildApplication(folder.path)).toMatchObject({ code: 0 });
});

afterAll(() => { folder[Symbol.dispose](); });

describe('source maps', () =>
{
    it.each(cases)('lead the stack trace of Node to the original line of %s', (name, file, line, argument) =>
    {
        const code = `const { ${name} } = await import('./dist/${name}.main.js'); await ${name}(${JSON.stringify(argument)}).catch(error => console.log(error.stack));`;
        const { stdout, stderr } = spawnSync(process.execPath, ['--enable-source-maps', '--input-type=module', '--eval', code], { cwd: folder.path, encoding: 'utf8' });

        expect(stdout, stderr).toContain(`${join(folder.path, 'src', file)}:${String(line)}:`);
        expect(sources[`src/${file}`]?.split('\n')[line - 1]).toContain(`line ${String(line)}`);
    });

    it('lead the debugger of Chromium to the original line and column', async () =>
    {
        await using server = await serve(join(folder.path, 'dist'));
        const browser = await chromium.launch({ executablePath: process.env['JITAR_CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });

        try
        {
            const page = await browser.newPage();
            const session = await page.context().newCDPSession(page);
            const maps = new Map<string, string>();

            session.on('Debugger.scriptParsed', ({ url, sourceMapURL }) => maps.set(url, sourceMapURL ?? ''));
            await session.send('Debugger.enable');
            await page.goto(server.address);

            for (const [name, file, line, argument] of cases)
            {
                // As a text, which the transform of the tests leaves alone.
                const stack = await page.evaluate<string>(`import('${server.address}${name}.main.js').then(module => module.${name}(${JSON.stringify(argument)})).then(() => '', error => error.stack)`);
                const [, url = '', builtLine, builtColumn] = /(http:\S+?):(\d+):(\d+)/u.exec(stack) ?? [];

                await expect.poll(() => maps.get(url)).toBeTruthy();

                const map = await (await fetch(new URL(maps.get(url) ?? '', url))).json() as ConstructorParameters<typeof SourceMap>[0];
                const entry = new SourceMap(map).findEntry(Number(builtLine) - 1, Number(builtColumn) - 1);
                const text = map.sourcesContent[0]?.split('\n')[line - 1] ?? '';

                expect(entry).toMatchObject({ originalSource: `../src/${file}`, originalLine: line - 1 });
                expect(text).toBe(sources[`src/${file}`]?.split('\n')[line - 1]);
                expect(text.slice('originalColumn' in entry ? entry.originalColumn : 0)).toMatch(/^(?:throw )?new Error\(/u);
            }
        }
        finally
        {
            await browser.close();
        }
    });
});

async function serve(root: string): Promise<{ readonly address: string } & AsyncDisposable>
{
    const server = createServer((request, response) =>
    {
        try
        {
            const content = request.url === '/' ? '<p></p>' : readFileSync(join(root, new URL(request.url ?? '', 'http://localhost').pathname));

            response.writeHead(200, { 'content-type': request.url === '/' ? 'text/html' : 'text/javascript' }).end(content);
        }
        catch
        {
            response.writeHead(404).end();
        }
    });

    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));

    return {
        address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
        async [Symbol.asyncDispose]() { await new Promise(resolve => server.close(resolve)); }
    };
}
