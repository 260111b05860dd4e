import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { mnemonicToAccount, privateKeyToAccount, sign, signAuthorization, signMessage, signTransaction, signTypedData } from './viem/accounts/index.js';
import { BaseError } from './viem/errors/base.js';
import type { Hex } from './viem/types/misc.js';
import type { TransactionSerializable } from './viem/types/transaction.js';
import { getMetadataAvatarUri, parseAvatarUri } from './viem/utils/ens/avatar/utils.js';
import {
    ccipRequest, hashMessage, hashTypedData, keccak256, parseGwei, recoverAddress, recoverMessageAddress, recoverPublicKey,
    recoverTypedDataAddress, toHex, verifyHash, verifyMessage, verifyTypedData
} from './viem/utils/index.js';
import { recoverAuthorizationAddress } from './viem/utils/authorization/recoverAuthorizationAddress.js';
import { recoverTransactionAddress } from './viem/utils/signature/recoverTransactionAddress.js';
import { verifyAuthorization } from './viem/utils/authorization/verifyAuthorization.js';

import { createRecord } from './record.js';

type Step = ReturnType<typeof createRecord>['step'];

const privateKey: Hex = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const account = privateKeyToAccount(privateKey);
const stranger = mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex: 3 });

const typed = {
    domain: { name: 'Ether Mail', version: '1', chainId: 1, verifyingContract: '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC' },
    types: {
        Person: [{ name: 'name', type: 'string' }, { name: 'wallet', type: 'address' }],
        Mail: [{ name: 'from', type: 'Person' }, { name: 'to', type: 'Person' }, { name: 'worth', type: 'uint256' }]
    },
    primaryType: 'Mail',
    message: {
        from: { name: 'Cow', wallet: '0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826' },
        to: { name: 'Bob', wallet: '0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB' },
        worth: 2n ** 200n
    }
} as const;

const transfer = { chainId: 1, nonce: 785, gas: 21_000n, to: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8', value: 10n ** 18n } as const;

const transactions: Readonly<Record<string, TransactionSerializable>> = {
    legacy: { ...transfer, gasPrice: parseGwei('2') },
    eip2930: { ...transfer, type: 'eip2930', gasPrice: parseGwei('2'), accessList: [{ address: transfer.to, storageKeys: [toHex(1, { size: 32 })] }] },
    eip1559: { ...transfer, maxFeePerGas: parseGwei('20'), maxPriorityFeePerGas: parseGwei('2'), data: toHex('Hello') }
};

/** What a wallet does that signs, and a service that checks who signed. */
export async function drive(): Promise<string>
{
    const record = createRecord();

    await record.step('messages', () => useMessages(record.step));
    await record.step('typed data', () => useTypedData(record.step));
    await record.step('transactions', () => useTransactions(record.step));
    await record.step('authorizations', () => useAuthorizations(record.step));
    await record.step('hashes', () => useHashes(record.step));
    await record.step('gateways', () => useGateways(record.step));

    return record.text();
}

async function useMessages(step: Step): Promise<void>
{
    const message = 'Zażółć gęślą jaźń 🌊';
    const signature = await signMessage({ message, privateKey });

    await step('sign message', () => signature);
    await step('sign message by account', () => account.signMessage({ message: { raw: toHex(message) } }));
    await step('verify message', () => verifyMessage({ address: account.address, message, signature }));
    await step('verify message of a stranger', async () => verifyMessage({ address: account.address, message, signature: await stranger.signMessage({ message }) }));
    await step('recover who signed', () => recoverMessageAddress({ message: { raw: new TextEncoder().encode(message) }, signature }));
    await step('refuse a signature', () => recoverMessageAddress({ message, signature: `${signature.slice(0, -2)}55` as Hex }));
    await step('refuse an address', () => verifyMessage({ address: '0x1234', message, signature }));
    await step('recognise a refusal', () => verifyMessage({ address: '0x1234', message, signature })
        .catch((error: unknown) => error instanceof BaseError ? [error.name, error.shortMessage, error.metaMessages, error.walk() === error] : error));
}

async function useTypedData(step: Step): Promise<void>
{
    const signature = await signTypedData({ ...typed, privateKey });

    await step('sign typed data', () => signature);
    await step('sign typed data by account', () => account.signTypedData(typed));
    await step('verify typed data', () => verifyTypedData({ ...typed, address: account.address, signature }));
    await step('verify other data', () => verifyTypedData({ ...typed, message: { ...typed.message, worth: 1n }, address: account.address, signature }));
    await step('recover who signed data', () => recoverTypedDataAddress({ ...typed, signature }));
    await step('refuse data', () => signTypedData({ ...typed, message: { ...typed.message, worth: -1n }, privateKey }));
}

async function useTransactions(step: Step): Promise<void>
{
    for (const [name, transaction] of Object.entries(transactions))
    {
        await step(`sign ${name}`, () => signTransaction({ privateKey, transaction }));
        await step(`sign ${name} by account`, () => account.signTransaction(transaction));
        await step(`recover who sent ${name}`, async () => recoverTransactionAddress({ serializedTransaction: await signTransaction({ privateKey, transaction }) as `0x02${string}` }));
    }

    await step('refuse a transaction', () => signTransaction({ privateKey, transaction: { ...transfer, maxFeePerGas: 1n, maxPriorityFeePerGas: 2n } }));
    await step('refuse a receiver', () => signTransaction({ privateKey, transaction: { ...transfer, gasPrice: 1n, to: '0x123' } }));
}

async function useAuthorizations(step: Step): Promise<void>
{
    const authorization = await signAuthorization({ address: transfer.to, chainId: 1, nonce: 2, privateKey });

    await step('authorize', () => authorization);
    await step('authorize as text', () => signAuthorization({ address: transfer.to, chainId: 1, nonce: 2, privateKey, to: 'hex' }));
    await step('authorize by account', () => account.signAuthorization({ address: transfer.to, chainId: 1, nonce: 3 }));
    await step('verify authorization', () => verifyAuthorization({ address: account.address, authorization }));
    await step('verify authorization of a stranger', () => verifyAuthorization({ address: stranger.address, authorization }));
    await step('recover who authorized', () => recoverAuthorizationAddress({ authorization }));
}

async function useHashes(step: Step): Promise<void>
{
    const hash = hashMessage('hello');
    const signature = await sign({ hash, privateKey });

    await step('sign', () => signature);
    await step('sign as bytes', () => sign({ hash, privateKey, to: 'bytes' }));
    await step('sign by account', () => account.sign({ hash: keccak256('0x1234') }));
    await step('verify hash', () => verifyHash({ address: account.address, hash, signature }));
    await step('recover address', () => recoverAddress({ hash, signature }));
    await step('recover public key', async () => recoverPublicKey({ hash, signature: await sign({ hash, privateKey, to: 'hex' }) }));
    await step('recover of another hash', () => recoverAddress({ hash: hashTypedData(typed), signature }));
    await step('refuse no signature', () => recoverPublicKey({ hash, signature: '0x1234' }));
}

async function useGateways(step: Step): Promise<void>
{
    const server = createServer((request, response) =>
    {
        const answers: Readonly<Record<string, readonly [number, string, string]>> = {
            '/lookup/0xabcd.json': [200, 'application/json', '{ "data": "0xdeadbeef" }'],
            '/broken/0xabcd.json': [500, 'application/json', '{ "error": "It is broken." }'],
            '/nothing/0xabcd.json': [200, 'application/json', '{ "data": "nothing" }'],
            '/token.json': [200, 'application/json', '{ "image": "data:image/svg+xml;base64,PHN2Zy8+" }'],
            '/other.json': [200, 'application/json', '{ "picture": true }'],
            '/image.png': [200, 'image/png', '']
        };

        const [status, type, body] = answers[request.url ?? ''] ?? [404, 'text/plain', 'There is nothing here.'];

        response.writeHead(status, { 'content-type': type }).end(body);
    });

    await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve); });

    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sender = '0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC';

    // The port is another one in each run.
    const hidePort = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => error instanceof Error
        ? [error.constructor.name, error.name, error.message.replaceAll(url, 'http://gateway')]
        : error);

    await step('ask a gateway', () => ccipRequest({ data: '0xabcd', sender, urls: [`${url}/broken/{data}.json`, `${url}/lookup/{data}.json`] }));
    await step('ask a broken gateway', () => hidePort(ccipRequest({ data: '0xabcd', sender, urls: [`${url}/broken/{data}.json`] })));
    await step('ask a gateway that says nothing', () => hidePort(ccipRequest({ data: '0xabcd', sender, urls: [`${url}/nothing/{data}.json`] })));
    await step('image of a token', () => getMetadataAvatarUri({ uri: `${url}/token.json` }));
    await step('no image of a token', () => hidePort(getMetadataAvatarUri({ uri: `${url}/other.json` })));
    await step('image', async () => (await parseAvatarUri({ uri: `${url}/image.png` })).replace(url, ''));
    await step('no image', () => hidePort(parseAvatarUri({ uri: `${url}/nothing.png` })));

    await new Promise(resolve => { server.close(resolve); server.closeAllConnections(); });
}
