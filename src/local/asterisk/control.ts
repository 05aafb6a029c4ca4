import { execFile } from 'node:child_process';
import { createServer as createTcpServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { until } from '../processes.ts';
import type { AsteriskInstall } from './asterisk-install.ts';
import { PortTaken } from './problems.ts';
import type { AsteriskSettings } from './settings.ts';

const CLI_DEADLINE_MS = 10_000;
const PORTS_PATIENCE_MS = 2_000;

/**
 * Runs one command on Asterisk's console, over its control socket, and returns what it prints.
 * Rejects when Asterisk does not answer within 10 s or is not there.
 */
export async function runCli(
  install: AsteriskInstall,
  confPath: string,
  command: string,
  deadlineMs: number = CLI_DEADLINE_MS,
): Promise<string> {
  const [program = '', ...args] = install.command;
  const { stdout } = await promisify(execFile)(program, [...args, '-C', confPath, '-rx', command], {
    timeout: deadlineMs,
    killSignal: 'SIGKILL',
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** True once ARI answers with our password. */
export async function ariAnswers(settings: AsteriskSettings): Promise<boolean> {
  const host = reachable(settings.controlAddress);
  const login = Buffer.from(`${settings.ariUser}:${settings.ariPassword}`).toString('base64');
  try {
    const answer = await fetch(`http://${host}:${settings.httpPort}/ari/asterisk/ping`, {
      headers: { authorization: `Basic ${login}` },
      signal: AbortSignal.timeout(1000),
    });
    await answer.arrayBuffer();
    return answer.ok;
  } catch (cause) {
    // Not there yet: refused, reset or silent. Anything else would be a mistake of ours.
    if (cause instanceof TypeError || (cause instanceof Error && cause.name === 'TimeoutError')) {
      return false;
    }
    throw cause;
  }
}

/**
 * Asterisk only notes a port that it cannot have and starts without it; so we look before.
 * Throws {@link PortTaken} when one is still taken after `PORTS_PATIENCE_MS`: the kernel keeps the
 * sockets of a killed process until its last thread is gone.
 */
export async function requireFreePorts(settings: AsteriskSettings): Promise<void> {
  let taken: unknown;
  const free = await until(async () => {
    try {
      await tryPorts(settings);
      return true;
    } catch (cause) {
      if (!(cause instanceof PortTaken)) throw cause;
      taken = cause;
      return false;
    }
  }, PORTS_PATIENCE_MS);
  if (!free) throw taken;
}

async function tryPorts(settings: AsteriskSettings): Promise<void> {
  const control = settings.controlAddress ?? '127.0.0.1';
  const sip = settings.sipAddress ?? '127.0.0.1';
  await requireFreeTcp(control, settings.httpPort, "Asterisk's HTTP");
  await requireFreeTcp(control, settings.amiPort, 'AMI');
  await requireFreeTcp(sip, settings.sipPort, 'SIP over TCP');
  await requireFreeUdp(sip, settings.sipPort, 'SIP over UDP');
}

async function requireFreeTcp(host: string, port: number, purpose: string): Promise<void> {
  const server = createTcpServer();
  await bound(once(server.listen(port, host), 'listening'), port, purpose);
  server.close();
  await once(server, 'close');
}

async function requireFreeUdp(host: string, port: number, purpose: string): Promise<void> {
  const socket = createSocket('udp4');
  const listening = once(socket, 'listening');
  socket.bind(port, host);
  await bound(listening, port, purpose);
  socket.close();
  await once(socket, 'close');
}

async function bound(listening: Promise<unknown>, port: number, purpose: string): Promise<void> {
  try {
    await listening;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') {
      throw new PortTaken(port, purpose);
    }
    throw cause;
  }
}

function reachable(address = '127.0.0.1'): string {
  return address === '0.0.0.0' ? '127.0.0.1' : address;
}
