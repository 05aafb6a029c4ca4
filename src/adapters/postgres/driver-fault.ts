import type { Log } from '../../ports/system.ts';

/** Where postgres.js writes to its socket. */
const DRIVER = /[/\\]node_modules[/\\]postgres[/\\][^\n]*connection\.js/;

/**
 * postgres.js 3.4.9 puts a write off with `setImmediate` and forgets it when the connection dies
 * meanwhile: it then throws `Cannot read properties of null (reading 'write')` where nobody can
 * catch it. The statement itself is rejected, or given up by `onRecord` after its limit.
 */
export function isDriverFault(error: unknown): boolean {
  return error instanceof TypeError && DRIVER.test(error.stack?.split('\n')[1] ?? '');
}

/**
 * Keeps the process alive through that one fault: a dying database must not take the calls' controller
 * with it. Any other uncaught error ends the process, as without this. Answers how to stop.
 */
export function surviveDriverFaults(log: Log): () => void {
  const uncaught = (error: unknown): void => {
    if (isDriverFault(error)) {
      log.warn('The database driver wrote to a connection that had gone', { error });
      return;
    }
    log.error('An error that nobody caught ends the service', { error });
    process.exit(1);
  };
  process.on('uncaughtException', uncaught);
  return () => process.off('uncaughtException', uncaught);
}
