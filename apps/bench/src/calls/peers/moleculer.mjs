import { ServiceBroker } from 'moleculer';
import ApiGateway from 'moleculer-web';

// Usage: moleculer.mjs <role> <port of the gateway, or 0> <tcp port> <other tcp ports by name…>
const [role, port, tcpPort, ...others] = process.argv.slice(2);

const services = {
    gateway: {
        name: 'api',
        mixins: [ApiGateway],
        settings: { port: Number(port), ip: '127.0.0.1', routes: [{ path: '/', aliases: { 'POST add': 'entry.add', 'POST forward': 'entry.forward' }, bodyParsers: { json: true } }] }
    },
    entry: {
        name: 'entry',
        actions: {
            add: ({ params: { left, right } }) => ({ sum: left + right }),
            forward: context => context.call('inside.add', { left: context.params.left, right: context.params.right })
        }
    },
    inside: {
        name: 'inside',
        actions: { add: ({ params: { left, right } }) => ({ sum: left + right }) }
    }
};

const broker = new ServiceBroker({
    nodeID: role,
    logger: false,
    transporter: { type: 'TCP', options: { udpDiscovery: false, port: Number(tcpPort), urls: others.map(other => `tcp://127.0.0.1:${other}`) } }
});

broker.createService(services[role]);
await broker.start();

if (role === 'gateway')
{
    await broker.waitForServices(['entry', 'inside']);
}

console.log('ready');
