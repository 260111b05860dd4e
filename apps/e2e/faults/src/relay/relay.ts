import { cutOften, cutOnce } from '../work/breaking.js';
import { recordOften, recordOnce } from '../work/record.js';
import { count, echo, refuse, spell } from '../work/values.js';
import { watch } from '../work/watching.js';

/** Calls another node. */
export async function relay(id: string, milliseconds: string): Promise<number> { return recordOnce(id, milliseconds); }

export async function relayOften(id: string, milliseconds: string): Promise<number> { return recordOften(id, milliseconds); }

export async function relayCut(id: string): Promise<void> { return cutOften(id); }

export async function relayCutOnce(id: string): Promise<void> { return cutOnce(id); }

export async function relayWatch(id: string, milliseconds: string): Promise<void> { return watch(id, milliseconds); }

export async function relayEcho(text: string, milliseconds: string): Promise<string> { return echo(text, milliseconds); }

export async function relaySpelling(length: string): Promise<string> { return spell(length); }

export async function* relayCount(to: string): AsyncGenerator<number> { yield* count(to); }

export async function relayRefusal(): Promise<void> { return refuse(); }
