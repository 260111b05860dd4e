import { generateKeyPairSync } from 'node:crypto';

import * as jose from './jose/index.js';

import { createRecord } from './record.js';

const text = new TextEncoder();
const secret = Uint8Array.from({ length: 64 }, (_, index) => index);
const today = new Date('2026-11-21T12:00:00Z');

/** What a service does that hands out tokens, and takes them back: in all serialisations, with keys of every kind. */
export async function drive()
{
    const record = createRecord();

    await record.step('signatures', () => signAndVerify(record));
    await record.step('signed tokens', () => signAndVerifyTokens(record));
    await record.step('encryption', () => encryptAndDecrypt(record));
    await record.step('encrypted tokens', () => encryptAndDecryptTokens(record));
    await record.step('keys', () => handleKeys(record));

    return record.text();
}

async function signAndVerify({ step })
{
    const ec = createKeys('ec', { namedCurve: 'P-256' });
    const ed = createKeys('ed25519');
    const payload = text.encode('It’s a dangerous business, Frodo, going out your door.');

    const compact = await new jose.CompactSign(payload).setProtectedHeader({ alg: 'HS256' }).sign(secret);
    await step('compact', () => compact);
    await step('verify compact', () => jose.compactVerify(compact, secret));
    await step('verify compact bytes', () => jose.compactVerify(text.encode(compact), secret, { algorithms: ['HS256', 'HS512'] }));
    await step('refuse an algorithm', () => jose.compactVerify(compact, secret, { algorithms: ['HS512'] }));
    await step('refuse another key', () => jose.compactVerify(compact, secret.slice(1)));
    await step('refuse another text', () => jose.compactVerify('a.b', secret));

    const signed = await new jose.CompactSign(payload).setProtectedHeader({ alg: 'ES256' }).sign(ec.private);
    await step('verify ES256', () => jose.compactVerify(signed, ec.public));
    await step('refuse a private key', () => jose.compactVerify(signed, ec.private));

    const flattened = await new jose.FlattenedSign(payload).setProtectedHeader({ alg: 'HS512' }).setUnprotectedHeader({ kid: '1' }).sign(secret);
    await step('flattened', () => flattened);
    await step('verify flattened', () => jose.flattenedVerify(flattened, secret));

    const unencoded = await new jose.FlattenedSign(payload).setProtectedHeader({ alg: 'EdDSA', b64: false, crit: ['b64'] }).sign(ed.private);
    await step('verify unencoded', () => jose.flattenedVerify({ ...unencoded, payload }, ed.public));

    const general = new jose.GeneralSign(payload);
    general.addSignature(secret).setProtectedHeader({ alg: 'HS384' });
    general.addSignature(ed.private).setProtectedHeader({ alg: 'EdDSA' });
    const both = await general.sign();
    await step('verify general', () => jose.generalVerify(both, ed.public));
    await step('verify general by a set', () => jose.generalVerify(both, jose.createLocalJWKSet({ keys: [{ ...ed.public, alg: 'EdDSA' }] })));
}

async function signAndVerifyTokens({ step })
{
    const token = await new jose.SignJWT({ scope: ['read', 'write'] })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).setIssuer('urn:shire').setAudience('urn:bree').setSubject('frodo')
        .setIssuedAt(today).setNotBefore(today).setExpirationTime(new Date('2026-11-21T14:00:00Z')).sign(secret);

    await step('token', () => token);
    await step('verify token', () => jose.jwtVerify(token, secret, { issuer: 'urn:shire', audience: ['urn:bree', 'urn:moria'], currentDate: today, maxTokenAge: '1h' }));
    await step('refuse an expired token', () => jose.jwtVerify(token, secret, { currentDate: new Date('2026-11-22T12:00:00Z') }));
    await step('refuse an early token', () => jose.jwtVerify(token, secret, { currentDate: new Date('2026-11-20T12:00:00Z') }));
    await step('refuse another audience', () => jose.jwtVerify(token, secret, { audience: 'urn:moria', currentDate: today }));
    await step('refuse without claims', () => jose.jwtVerify(token, secret, { requiredClaims: ['jti'], currentDate: today }));
    await step('recognise a refusal', () => jose.jwtVerify(token, secret, { issuer: 'urn:mordor', currentDate: today })
        .catch(error => [error instanceof jose.errors.JWTClaimValidationFailed, error instanceof jose.errors.JOSEError, error.code, error.claim, error.payload.sub]));
    await step('refuse changed claims', () => jose.jwtVerify(token.replace(/\.[^.]+\./, `.${jose.base64url.encode('{"sub":"sauron"}')}.`), secret, { currentDate: today }));
}

async function encryptAndDecrypt({ step })
{
    const key = secret.subarray(0, 32);
    const rsa = createKeys('rsa', { modulusLength: 2048 });
    const ec = createKeys('ec', { namedCurve: 'P-384' });
    const plaintext = text.encode('You shall not pass. '.repeat(40));

    const protect = header => new jose.CompactEncrypt(plaintext).setProtectedHeader(header);

    const direct = await protect({ alg: 'dir', enc: 'A256GCM' }).encrypt(key);
    await step('decrypt direct', () => jose.compactDecrypt(direct, key));
    await step('refuse a changed text', () => jose.compactDecrypt(`${direct.slice(0, -4)}AAAA`, key));
    await step('refuse a short key', () => jose.compactDecrypt(direct, key.subarray(0, 16)));

    const wrapped = await protect({ alg: 'A256KW', enc: 'A128CBC-HS256', zip: 'DEF' }).encrypt(key);
    await step('decrypt wrapped', () => jose.compactDecrypt(wrapped, key));
    await step('refuse a large text', () => jose.compactDecrypt(wrapped, key, { maxDecompressedLength: 100 }));

    const password = await protect({ alg: 'PBES2-HS256+A128KW', enc: 'A192GCM' }).encrypt(text.encode('mellon'));
    await step('decrypt by password', async () => (await jose.compactDecrypt(password, text.encode('mellon'), { keyManagementAlgorithms: ['PBES2-HS256+A128KW'] })).plaintext);

    const sealed = await protect({ alg: 'RSA-OAEP-256', enc: 'A256CBC-HS512' }).encrypt(rsa.public);
    await step('decrypt by RSA', () => jose.compactDecrypt(sealed, rsa.private));

    const agreed = await new jose.FlattenedEncrypt(plaintext).setProtectedHeader({ alg: 'ECDH-ES', enc: 'A256GCM' }).setAdditionalAuthenticatedData(text.encode('Moria')).encrypt(ec.public);
    await step('decrypt by agreement', async () => (await jose.flattenedDecrypt(agreed, ec.private, { contentEncryptionAlgorithms: ['A256GCM'] })).additionalAuthenticatedData);
    await step('refuse other additional data', () => jose.flattenedDecrypt({ ...agreed, aad: jose.base64url.encode('Bree') }, ec.private));

    const general = new jose.GeneralEncrypt(plaintext).setProtectedHeader({ enc: 'A256GCM' });
    general.addRecipient(key).setUnprotectedHeader({ alg: 'A256GCMKW' });
    general.addRecipient(ec.public).setUnprotectedHeader({ alg: 'ECDH-ES+A256KW' });
    const sent = await general.encrypt();
    await step('decrypt as the first', async () => (await jose.generalDecrypt(sent, key)).protectedHeader);
    await step('decrypt as the second', async () => (await jose.generalDecrypt(sent, ec.private)).plaintext);
    await step('refuse as a third', () => jose.generalDecrypt(sent, rsa.private));
}

async function encryptAndDecryptTokens({ step })
{
    const token = await new jose.EncryptJWT({ ring: 1 }).setProtectedHeader({ alg: 'dir', enc: 'A128CBC-HS256' }).setIssuedAt(today).setExpirationTime('2h').encrypt(secret.subarray(0, 32));

    await step('decrypt token', async () => (await jose.jwtDecrypt(token, secret.subarray(0, 32), { currentDate: today })).payload.ring);
    await step('refuse another subject', () => jose.jwtDecrypt(token, secret.subarray(0, 32), { subject: 'frodo', currentDate: today }).catch(error => [error.name, error.code, error.claim, error.reason]));
}

async function handleKeys({ step })
{
    const shared = { kty: 'oct', k: jose.base64url.encode(secret), alg: 'HS256' };
    const rsa = { kty: 'RSA', n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw', e: 'AQAB' };

    await step('import', () => jose.importJWK(shared));
    await step('refuse to import', () => jose.importJWK({ kty: 'RSA', oth: [] }, 'RS256'));
    await step('export', () => jose.exportJWK(secret));
    await step('thumbprint', () => jose.calculateJwkThumbprint(rsa));
    await step('thumbprint with SHA-512', () => jose.calculateJwkThumbprint(rsa, 'sha512'));
    await step('thumbprint as URI', () => jose.calculateJwkThumbprintUri(rsa));
    await step('refuse a digest', () => jose.calculateJwkThumbprint(rsa, 'md5'));
}

function createKeys(type, options = {})
{
    const { publicKey, privateKey } = generateKeyPairSync(type, options);

    return { public: publicKey.export({ format: 'jwk' }), private: privateKey.export({ format: 'jwk' }) };
}
