/**
 * Draws the calls as a tree, from the logs of all services: who called whom, by which way, and where each ran.
 *
 * A hop is logged with the trace and the span of its caller, by those who pass it on and by the one who runs it:
 * that tells the way.
 */
export function drawCalls(records)
{
    const calls = records.filter(({ msg }) => msg === 'Call');
    const spans = new Set(calls.map(({ spanId }) => spanId));
    const roots = calls.filter(({ parentId }) => !spans.has(parentId)).sort((left, right) => beginOf(left) - beginOf(right));
    const rows = roots.flatMap(call => drawCall(call, { records, calls, caller: 'outside', indent: '' }));
    const [way, name, time] = ['way', 'name', 'time'].map(column => Math.max(...rows.map(row => row[column].length)));
    const lines = rows.map(row => `  ${row.way.padEnd(way)}   ${row.name.padEnd(name)}   ${row.time.padStart(time)}${row.end}`);

    return `Who called whom, by which way, and where it ran:\n\n${lines.join('\n')}`;
}

function drawCall(call, { records, calls, caller, indent })
{
    const nested = calls.filter(({ parentId }) => parentId === call.spanId).sort((left, right) => beginOf(left) - beginOf(right));

    // A hop is drawn by what ran at its other end.
    if (call.kind !== 'run' && nested.length > 0)
    {
        return nested.flatMap(other => drawCall(other, { records, calls, caller, indent }));
    }

    const row = {
        way: `${indent}${[caller, ...findWay(call, records), call.service].join(' ─▶ ')}`,
        name: call.version === '0.0.0' ? call.fqn : `${call.fqn} ${call.version}`,
        time: `${call.ms.toFixed(1)} ms`,
        end: call.outcome === 'ok' ? '' : `   ✗ ${call.error ?? 'failed'}`
    };
    const deeper = indent === '' ? '└─ ' : `   ${indent}`;

    return [row, ...nested.flatMap(other => drawCall(other, { records, calls, caller: call.service, indent: deeper }))];
}

/** The services that passed a call on, in its order. */
function findWay({ service, fqn, traceId, parentId }, records)
{
    const passed = records.filter(record => record.service !== service && (
        (record.msg === 'Request' && record.path === `/rpc/${fqn}` && record.traceparent?.startsWith(`00-${traceId}-${parentId}-`))
        || (record.msg === 'Route' && record.fqn === fqn && record.traceId === traceId && record.parentId === parentId)));

    return [...new Set(passed.sort((left, right) => beginOf(left) - beginOf(right)).map(record => record.service))];
}

/** When something began: it is logged when it is over. */
function beginOf({ time, ms = 0 })
{
    return time - ms;
}
