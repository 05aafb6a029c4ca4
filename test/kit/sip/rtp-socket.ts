import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { lookup as resolveName } from 'node:dns';
import { isIPv4 } from 'node:net';

/** Where the frames of one call leave and arrive. */
export type RtpTransport = {
  /** The port that stands in our session description. */
  port: number;
  send: (packet: Buffer, port: number, host: string) => void;
  /** Says from which far address packets belong to this call (needed where calls share a socket). */
  expect: (host: string, port: number) => void;
  close: () => void;
};

type Receive = (packet: Buffer) => void;

/** RFC 863: what is sent there goes nowhere. */
const DISCARD_PORT = 9;

/** A UDP socket on loopback that sends at once, without the name look-up's extra turn of the loop. */
export async function openUdp(host: string, port = 0): Promise<Socket> {
  const socket = createSocket({
    type: 'udp4',
    recvBufferSize: 1 << 20,
    sendBufferSize: 1 << 20,
    lookup: (name, options, done) => {
      if (isIPv4(name)) done(null, name, 4);
      else resolveName(name, options, done);
    },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  return socket;
}

/** A socket for one call: full audio. */
export async function ownTransport(host: string, receive: Receive): Promise<RtpTransport> {
  const socket = await openUdp(host);
  let open = true;
  socket.on('message', receive);
  return {
    port: socket.address().port,
    send: (packet, toPort, toHost) => {
      if (open) socket.send(packet, toPort, toHost);
    },
    expect: () => undefined,
    close: () => {
      if (!open) return;
      open = false;
      socket.close();
    },
  };
}

/** No audio at all: the far side's frames go to the discard port, and the process spends nothing. */
export function noTransport(): RtpTransport {
  return {
    port: DISCARD_PORT,
    send: () => undefined,
    expect: () => undefined,
    close: () => undefined,
  };
}

/** One socket for hundreds of calls; the far port tells them apart. */
export class SharedRtpSocket {
  readonly #socket: Socket;
  readonly #receivers = new Map<string, Receive>();
  #open = true;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (packet: Buffer, from: RemoteInfo) => {
      this.#receivers.get(`${from.address}:${String(from.port)}`)?.(packet);
    });
  }

  static async open(host: string): Promise<SharedRtpSocket> {
    return new SharedRtpSocket(await openUdp(host));
  }

  transport(receive: Receive): RtpTransport {
    let key: string | undefined;
    const forget = (): void => {
      if (key !== undefined && this.#receivers.get(key) === receive) this.#receivers.delete(key);
    };
    return {
      port: this.#socket.address().port,
      send: (packet, port, host) => {
        if (this.#open) this.#socket.send(packet, port, host);
      },
      expect: (host, port) => {
        forget();
        key = `${host}:${String(port)}`;
        this.#receivers.set(key, receive);
      },
      close: forget,
    };
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#socket.close();
  }
}
