import { createServer } from 'node:net';
import { BadSetting, type Config } from '../config.ts';

/** True when a server could listen on this TCP port. */
export function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', (cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EADDRINUSE') done(false);
      else fail(cause);
    });
    server.listen(port, host, () =>
      server.close(() => {
        done(true);
      }),
    );
  });
}

/** A TCP port on loopback that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        done(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

/** Says which variable moves a port that somebody else holds. */
export function portTaken(variable: string, port: number, cause?: unknown): BadSetting {
  return new BadSetting(
    variable,
    `is ${port}, which another program uses: stop that program or choose another port.`,
    { cause },
  );
}

/** The variable that moves one of Asterisk's ports. */
export function asteriskPortVariable(config: Config, port: number): string {
  if (port === config.ari.httpPort) return 'ASTERISK_HTTP_PORT';
  return port === config.ami.port ? 'AMI_PORT' : 'SIP_PORT';
}
