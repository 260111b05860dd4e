import { fromMarkdown } from 'mdast-util-from-markdown';

/**
 * The fenced blocks of a Markdown text, in order: their language, their `file=` name where they have one,
 * their code, and the line of their first line of code.
 */
export function readBlocks(markdown)
{
    return codeNodes(fromMarkdown(markdown)).map(node => ({
        language: node.lang ?? '',
        file: /(?:^|\s)file=(\S+)/.exec(node.meta ?? '')?.[1],
        code: node.value,
        line: node.position.start.line + 1
    }));
}

function codeNodes(node)
{
    return node.type === 'code' ? [node] : (node.children ?? []).flatMap(codeNodes);
}
