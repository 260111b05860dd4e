/** Draws the calls of each trace as a tree: who called whom, and on which node each ran. */
export function drawCalls(records)
{
    const calls = records.filter(record => record.msg === 'Call');
    const spans = new Set(calls.map(call => call.spanId));
    const roots = calls.filter(call => !spans.has(call.parentId));
    const lines = ['Who called whom, and where it ran:'];

    for (const root of roots)
    {
        lines.push(...drawCall(root, calls, '  ', 'outside'));
    }

    return lines.join('\n');
}

function drawCall(call, calls, indent, caller)
{
    const nested = calls.filter(other => other.parentId === call.spanId);

    // A hop is drawn by what ran at its other end.
    if (call.kind !== 'run' && nested.length > 0)
    {
        return nested.flatMap(other => drawCall(other, calls, indent, caller));
    }

    const version = call.version === undefined || call.version === '0.0.0' ? '' : ` ${call.version}`;
    const end = call.outcome === 'ok' ? '' : `  ✗ ${call.error ?? 'failed'}`;
    const line = `${indent}${caller} ──▶ ${call.service}: ${call.fqn}${version}  ${call.ms.toFixed(1)} ms${end}`;

    return [line, ...nested.flatMap(other => drawCall(other, calls, `${indent}    `, call.service))];
}
