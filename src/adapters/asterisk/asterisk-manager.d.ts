/** What we use of `asterisk-manager` 0.2.0, which brings no types. */
declare module 'asterisk-manager' {
  namespace Manager {
    /** Keys are lower case; a key that came several times has an array. */
    type Message = Readonly<Record<string, string | string[] | Record<string, string>>>;

    interface Connection {
      connect(port: number, host: string, connected: () => void): void;
      login(done: (refused?: Message) => void): void;
      /** `done` is never called when the connection is lost. */
      action(
        action: Readonly<Record<string, string>>,
        done: (refused: Message | undefined, answer: Message) => void,
      ): string;
      disconnect(): void;
      on(event: 'managerevent', listener: (event: Message) => void): void;
      on(event: 'error', listener: (cause: Error) => void): void;
      on(event: 'close', listener: () => void): void;
      removeAllListeners(event?: string): void;
    }
  }

  /** Without a port it does not connect by itself. */
  function Manager(
    port: undefined,
    host: string,
    user: string,
    password: string,
    events: boolean,
  ): Manager.Connection;
  export = Manager;
}
