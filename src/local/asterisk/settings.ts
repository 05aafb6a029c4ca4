import { BadAsteriskSetting } from './problems.ts';

/** What our own Asterisk needs to know. Everything else stands in `dialplan/`. */
export type AsteriskSettings = {
  /** Absolute path; Asterisk writes below `dataDir/asterisk` only. */
  readonly dataDir: string;
  /** SIP over UDP and TCP. */
  readonly sipPort: number;
  /** ARI and the WebSocket of the browser phones (`ws://…/ws`). */
  readonly httpPort: number;
  readonly amiPort: number;
  readonly rtpPorts: { readonly from: number; readonly to: number };
  readonly ariUser: string;
  readonly ariPassword: string;
  readonly amiUser: string;
  readonly amiPassword: string;
  /** Demonstration: the endpoint `citizen` for the "ring us" page, media on loopback. */
  readonly demo: boolean;
  /** Password of the endpoint `citizen`; without it the endpoint is left out. */
  readonly citizenPassword?: string;
  /** A telephone number, rung through the trunk, or an endpoint as `PJSIP/name`. */
  readonly dutyMobile?: string;
  /** Where ARI, AMI and the browser phones' WebSocket listen; 127.0.0.1 unless told. */
  readonly controlAddress?: string;
  /** Where SIP listens; 127.0.0.1 unless told. */
  readonly sipAddress?: string;
  /** Whose calls are the provider's: addresses or networks; 127.0.0.1 unless told. */
  readonly trunkMatch?: readonly string[];
  /** Where the trunk takes our calls to the duty mobile: `sip:host:port`. */
  readonly trunkContact?: string;
  /** Gets one line per step. */
  say(line: string): void;
};

/** Values for the `{{NAME}}` placeholders of the templates. */
export type TemplateValues = Readonly<Record<string, string>>;

/** Folders that the templates name. */
export type AsteriskFolders = {
  readonly etc: string;
  readonly run: string;
  readonly share: string;
  readonly modules: string;
  readonly written: string;
};

/** Checks the settings and turns them into template values. Throws {@link BadAsteriskSetting}. */
export function templateValues(
  settings: AsteriskSettings,
  folders: AsteriskFolders,
  machineAddresses: readonly string[],
): TemplateValues {
  return {
    ETC_DIR: folder('etc', folders.etc),
    RUN_DIR: folder('run', folders.run),
    SHARE_DIR: folder('share', folders.share),
    MODULES_DIR: folder('modules', folders.modules),
    WRITTEN_DIR: folder('written', folders.written),
    LANGUAGE: 'ru',
    SIP_ADDRESS: address('sipAddress', settings.sipAddress ?? '127.0.0.1'),
    CONTROL_ADDRESS: address('controlAddress', settings.controlAddress ?? '127.0.0.1'),
    SIP_PORT: String(settings.sipPort),
    HTTP_PORT: String(settings.httpPort),
    AMI_PORT: String(settings.amiPort),
    RTP_FROM: String(settings.rtpPorts.from),
    RTP_TO: String(settings.rtpPorts.to),
    ARI_USER: word('ariUser', settings.ariUser),
    ARI_PASSWORD: secret('ariPassword', settings.ariPassword),
    AMI_USER: word('amiUser', settings.amiUser),
    AMI_PASSWORD: secret('amiPassword', settings.amiPassword),
    AMI_ONLY_LOOPBACK: settings.controlAddress === undefined ? 'yes' : '',
    CITIZEN_PASSWORD:
      settings.demo && settings.citizenPassword !== undefined
        ? secret('citizenPassword', settings.citizenPassword)
        : '',
    DUTY_DIAL: dutyDial(settings.dutyMobile ?? ''),
    TRUNK_MATCH: (settings.trunkMatch ?? ['127.0.0.1'])
      .map((one) => address('trunkMatch', one))
      .join(','),
    TRUNK_CONTACT: trunkContact(settings.trunkContact ?? ''),
    ICE_CANDIDATES: settings.demo
      ? machineAddresses.map((one) => `${one} => 127.0.0.1`).join('\n')
      : '',
  };
}

/** The duty mobile as `Dial()` wants it; a number leaves through the trunk. */
function dutyDial(mobile: string): string {
  if (mobile === '' || /^PJSIP\/[A-Za-z0-9_-]+$/.test(mobile)) return mobile;
  if (/^\+?\d{3,15}$/.test(mobile)) return `PJSIP/${mobile}@trunk`;
  throw new BadAsteriskSetting('dutyMobile', 'must be a telephone number or PJSIP/endpoint');
}

function trunkContact(contact: string): string {
  if (contact === '' || /^sips?:[A-Za-z0-9.:_-]+$/.test(contact)) return contact;
  throw new BadAsteriskSetting('trunkContact', 'must look like sip:host:port');
}

function word(name: string, value: string): string {
  if (/^[\w.@-]+$/.test(value)) return value;
  throw new BadAsteriskSetting(name, 'must consist of letters, digits and . _ @ -');
}

/** A line break, a comment sign or a bracket would end the value inside a configuration file. */
function secret(name: string, value: string): string {
  if (/^[\x21-\x7e]{8,}$/.test(value) && !/[;"\\<>]/.test(value)) return value;
  throw new BadAsteriskSetting(name, 'must be 8 or more printable Latin signs without ; " \\ < >');
}

function address(name: string, value: string): string {
  if (/^[A-Za-z0-9.:_/-]+$/.test(value)) return value;
  throw new BadAsteriskSetting(name, `must be an address or a network, not "${value}"`);
}

function folder(name: string, path: string): string {
  // Spaces are welcome; a comment sign or a line break would cut the path off.
  if (path.startsWith('/') && !/[;\r\n]/.test(path)) return path;
  throw new BadAsteriskSetting(name, `cannot be the folder "${path}"`);
}
