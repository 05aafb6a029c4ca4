import type { BridgeKind, HangUpReason, RingRequest } from '../../ports/telephony.ts';
import { callerIdOf } from './caller-id.ts';

/** One request to ARI, told once for both ways of carrying it (a WebSocket, or HTTP). */
export interface AriRequest {
  /** Resource and operation in Asterisk's own description: `channels.originate`. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path below `/ari`, without a leading slash. */
  readonly path: string;
  /** Parameters inside the path by their names in Asterisk's description. */
  readonly ids: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Ids of channels and bridges: requests that share one keep their order. */
  readonly touches: readonly string[];
  /** Statuses besides 2xx which say that what was asked for is already so. */
  readonly done: readonly number[];
}

export interface AriAnswer {
  readonly status: number;
  /** JSON, or nothing. */
  readonly body: string;
}

const NOTHING: Readonly<Record<string, string>> = {};
const NOBODY: readonly string[] = [];
const GONE = [404] as const;
const EXISTS = [409] as const;

/** The event types that are worth a message; everything else stays inside Asterisk. */
const WANTED_EVENTS = [
  'StasisStart',
  'StasisEnd',
  'ChannelStateChange',
  'ChannelHangupRequest',
  'ChannelDestroyed',
  'ChannelDtmfReceived',
  'ChannelVarset',
  'PlaybackFinished',
  'ApplicationReplaced',
  // The filter applies to the answers of REST over WebSocket, too: without this line a command on
  // the event socket is never answered (22.10.1, found by trying).
  'RESTResponse',
];

function request(
  operation: string,
  method: AriRequest['method'],
  path: string,
  more: Partial<AriRequest> = {},
): AriRequest {
  return {
    operation,
    method,
    path,
    ids: NOTHING,
    query: NOTHING,
    touches: NOBODY,
    done: NOBODY as readonly never[],
    ...more,
  };
}

const safe = encodeURIComponent;

function onChannel(
  operation: string,
  method: AriRequest['method'],
  channel: string,
  verb: string,
  more: Partial<AriRequest> = {},
): AriRequest {
  return request(operation, method, `channels/${safe(channel)}${verb}`, {
    ids: { channelId: channel },
    touches: [channel],
    ...more,
  });
}

function onBridge(
  operation: string,
  method: AriRequest['method'],
  bridge: string,
  verb: string,
  more: Partial<AriRequest> = {},
): AriRequest {
  return request(operation, method, `bridges/${safe(bridge)}${verb}`, {
    ids: { bridgeId: bridge },
    touches: [bridge],
    ...more,
  });
}

/** Everything that we ever ask of ARI. */
export const requests = {
  ring: (app: string, ring: RingRequest): AriRequest =>
    request('channels.originate', 'POST', 'channels', {
      query: {
        endpoint: `PJSIP/${ring.endpoint}`,
        app,
        appArgs: 'agent',
        channelId: ring.channel,
        timeout: String(Math.max(1, Math.ceil(ring.ringTimeoutMs / 1000))),
        callerId: callerIdOf(ring.callerName, ring.callerNumber),
      },
      body: { variables: ring.variables },
      touches: [ring.channel],
      done: EXISTS,
    }),
  answer: (channel: string) => onChannel('channels.answer', 'POST', channel, '/answer'),
  hangUp: (channel: string, reason: HangUpReason) =>
    onChannel('channels.hangup', 'DELETE', channel, '', { query: { reason }, done: GONE }),
  play: (channel: string, media: string, lang: string, playback: string) =>
    onChannel('channels.play', 'POST', channel, '/play', {
      query: { media, lang, playbackId: playback },
      touches: [channel, playback],
      done: EXISTS,
    }),
  stopPlay: (playback: string) =>
    request('playbacks.stop', 'DELETE', `playbacks/${safe(playback)}`, {
      ids: { playbackId: playback },
      touches: [playback],
      done: GONE,
    }),
  createBridge: (bridge: string, kind: BridgeKind) =>
    request('bridges.create', 'POST', 'bridges', {
      // dtmf_events and proxy_media keep the keys and the audio inside Asterisk, for us to hear.
      query: {
        type: kind === 'hold' ? 'holding' : 'mixing,dtmf_events,proxy_media',
        bridgeId: bridge,
      },
      touches: [bridge],
      done: EXISTS,
    }),
  startMusic: (bridge: string) =>
    onBridge('bridges.startMoh', 'POST', bridge, '/moh', { done: EXISTS }),
  join: (bridge: string, channels: readonly string[]) =>
    onBridge('bridges.addChannel', 'POST', bridge, '/addChannel', {
      query: { channel: channels.join(',') },
      touches: [bridge, ...channels],
    }),
  /** Into a bridge that has long been there: callers do not wait for each other. */
  joinHold: (bridge: string, channels: readonly string[]) =>
    onBridge('bridges.addChannel', 'POST', bridge, '/addChannel', {
      query: { channel: channels.join(',') },
      touches: channels,
    }),
  closeBridge: (bridge: string) =>
    // 409: it is being destroyed just now.
    onBridge('bridges.destroy', 'DELETE', bridge, '', { done: [404, 409] }),
  setVariable: (channel: string, variable: string, value: string) =>
    onChannel('channels.setChannelVar', 'POST', channel, '/variable', {
      query: { variable, value },
    }),
  getVariable: (channel: string, variable: string) =>
    onChannel('channels.getChannelVar', 'GET', channel, '/variable', {
      query: { variable },
      done: GONE,
    }),
  handBack: (channel: string, context: string) =>
    onChannel('channels.continueInDialplan', 'POST', channel, '/continue', {
      query: { context, extension: 's', priority: '1' },
    }),
  setGlobal: (variable: string, value: string) =>
    request('asterisk.setGlobalVar', 'POST', 'asterisk/variable', {
      query: { variable, value },
      touches: [variable],
    }),
  ping: request('asterisk.ping', 'GET', 'asterisk/ping'),
  application: (app: string) =>
    request('applications.get', 'GET', `applications/${safe(app)}`, {
      ids: { applicationName: app },
    }),
  channels: request('channels.list', 'GET', 'channels'),
  bridges: request('bridges.list', 'GET', 'bridges'),
  subscribe: (app: string, channel: string) =>
    request('applications.subscribe', 'POST', `applications/${safe(app)}/subscription`, {
      ids: { applicationName: app },
      query: { eventSource: `channel:${channel}` },
      // It has ended since we saw it.
      done: [404, 422],
    }),
  wantedEvents: (app: string) =>
    request('applications.filter', 'PUT', `applications/${safe(app)}/eventFilter`, {
      ids: { applicationName: app },
      body: { allowed: WANTED_EVENTS.map((type) => ({ type })) },
    }),
} as const;
