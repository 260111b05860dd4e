import { describe, expect, it, onTestFinished } from 'vitest';

import { generateApplication, segmentCount } from './application.mjs';
import { checkBuild } from './check.mjs';
import { runContestant } from './contestants.mjs';
import { createProject, folders } from './project.mjs';

describe('what the benchmark of the build times', () =>
{
    it('is the same application in every run, of so many modules in ten segments', () =>
    {
        const application = generateApplication(200);

        expect(application.sources.size).toBe(200);
        expect(application.segments.size).toBe(segmentCount);
        expect(generateApplication(200)).toEqual(application);
    });

    it('is whole and answers as the unsplit application does, and a loss is seen', { timeout: 120_000 }, async () =>
    {
        const application = generateApplication(100);
        const project = await createProject(application);

        onTestFinished(() => project.dispose());

        for (const name of ['tsc', 'subject', 'incumbent'])
        {
            expect((await runContestant(name, project)).memory).toBeGreaterThan(10);
        }

        await checkBuild('subject', project, application);
        await checkBuild('incumbent', project, application);

        const path = `${folders.target}/area0/weigh0.js`;

        await project.write(path, (await project.read(path)).replace('10007', '10009').replace('10_007', '10_009'));
        await expect(checkBuild('subject', project, application)).rejects.toThrow();

        await project.remove(path);
        await expect(checkBuild('subject', project, application)).rejects.toThrow('subject left out files');
    });
});
