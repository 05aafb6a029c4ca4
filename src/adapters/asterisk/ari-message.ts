/** The parts of ARI's events that we read. Other types and fields may come at any time. */
export interface AriMessage {
  readonly type: string;
  readonly timestamp?: string;
  readonly application?: string;
  readonly channel?: AriChannel;
  /** `StasisStart`: what the dialplan, or we when ringing, gave along. */
  readonly args?: readonly string[];
  /** `ChannelHangupRequest`, `ChannelDestroyed`. */
  readonly cause?: number;
  /** `ChannelHangupRequest`: asked for inside Asterisk; `cause` is then a flag, not Q.850. */
  readonly soft?: boolean;
  /** `ChannelDtmfReceived`. */
  readonly digit?: string;
  /** `ChannelVarset`. */
  readonly variable?: string;
  readonly value?: string;
  readonly playback?: { readonly id: string; readonly state: string; readonly media_uri: string };
}

export interface AriChannel {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly caller: { readonly name: string; readonly number: string };
  readonly dialplan: {
    readonly exten: string;
    readonly app_name: string;
    readonly app_data: string;
  };
  readonly creationtime: string;
}

export interface AriBridge {
  readonly id: string;
  readonly channels: readonly string[];
}

export interface AriApplication {
  readonly channel_ids: readonly string[];
  readonly bridge_ids: readonly string[];
}
