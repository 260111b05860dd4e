/** Imported first by each command, so that an old Node says what is missing and not where it stumbled. */
const needed = [20, 19];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1]))
{
    console.error(`Jitar needs Node ${needed.join('.')} or later; this is Node ${process.versions.node}. See https://nodejs.org/.`);
    process.exit(1);
}
