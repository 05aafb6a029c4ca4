const PROBE_EVERY_MS = 2_000;
const SOCKET_SILENT_MS = 5_000;

interface Watched {
  /** Sends cheap commands; rejects when they take too long. */
  commands(): Promise<unknown>;
  /** Pings the event socket. */
  socket(): Promise<void>;
  failed(reason: string): void;
}

/**
 * Looks every 2 s whether the switch still does commands (asterisk#2078: they can stall while the
 * socket lives) and whether the event socket still answers. Returns a way to stop looking.
 */
export function watch(watched: Watched): () => void {
  let commandsAsked = false;
  let socketAskedAt: number | undefined;
  const timer = setInterval(() => {
    if (!commandsAsked) {
      commandsAsked = true;
      watched.commands().then(
        () => {
          commandsAsked = false;
        },
        (cause: unknown) => {
          watched.failed(`commands do not get through: ${String(cause)}`);
        },
      );
    }
    if (socketAskedAt === undefined) {
      socketAskedAt = performance.now();
      void watched.socket().then(() => {
        socketAskedAt = undefined;
      });
    } else if (performance.now() - socketAskedAt >= SOCKET_SILENT_MS) {
      watched.failed('the event socket is silent');
    }
  }, PROBE_EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}
