import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

// `bytes` counts all that came, so that the length of every answer is checked without work for each.
const report = `
done = function(summary, latency)
    local errors = summary.errors
    io.write(string.format('RESULT {"requests":%d,"time":%d,"bytes":%d,"failed":%d,"p50":%d,"p99":%d}\\n', summary.requests, summary.duration, summary.bytes,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout, latency:percentile(50), latency:percentile(99)))
end`;

/** A script for wrk that posts one body; the name is unique in the folder. */
export async function writeScript(folder, name, body)
{
    const path = join(folder, `${name}.lua`);

    await writeFile(path, `wrk.method = 'POST'\nwrk.headers['content-type'] = 'application/json'\nwrk.body = '${JSON.stringify(body)}'\n${report}`);

    return path;
}

/**
 * Lets wrk call one address for some time.
 *
 * @returns Calls per second, and the latencies of the middle and of 99 percent in microseconds.
 * @throws When a call failed, or the answers do not have the length that they should have.
 */
export async function load({ url, script, length }, { connections, seconds })
{
    const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s', '-s', script, url]).catch(explainMissing);
    const { requests, time, bytes, failed, p50, p99 } = JSON.parse(/RESULT (.*)/.exec(stdout)[1]);

    // What was on its way at the end is counted in one number only.
    if (failed > 0 || requests === 0 || Math.abs(bytes - requests * length) > 2 * connections * length)
    {
        throw new Error(`${url}: ${requests} calls, ${failed} failed, ${bytes / requests} bytes each instead of ${length}`);
    }

    return { rate: requests / time * 1e6, p50, p99 };
}

function explainMissing(error)
{
    throw error.code === 'ENOENT' ? new Error('This benchmark needs wrk: npm run setup:system installs it.', { cause: error }) : error;
}

/** One call. @returns The answer, and its length in bytes with all headers, as it stands on the wire of a connection that stays open. */
export function callOnce(url, body)
{
    return new Promise((resolve, reject) =>
    {
        const call = request(url, { method: 'POST', agent: false, headers: { 'content-type': 'application/json', 'connection': 'keep-alive' } }, response =>
        {
            const { socket } = response;
            let text = '';

            response.setEncoding('utf8').on('data', chunk => { text += chunk; }).on('error', reject).on('end', () =>
            {
                resolve({ status: response.statusCode, text, length: socket.bytesRead });
                socket.destroy();
            });
        });

        call.on('error', reject).end(JSON.stringify(body));
    });
}
