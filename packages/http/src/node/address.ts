/** Tells whether an address of a socket is on the loopback interface, IPv4 within IPv6 included. */
export function isLoopback(address: string | undefined): boolean
{
    return address !== undefined && (address === '::1' || /^(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/i.test(address));
}

/** The URL of the links of a member: `ws://host/link` of `http://host`. */
export function toLinkUrl(url: string): string
{
    const address = new URL(url);

    address.protocol = address.protocol === 'https:' || address.protocol === 'wss:' ? 'wss:' : 'ws:';
    address.pathname = `${address.pathname.replace(/\/$/, '')}/link`;

    return address.href;
}
