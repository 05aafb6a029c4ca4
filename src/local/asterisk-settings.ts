import type { Config } from '../config.ts';
import type { AsteriskSettings } from './asterisk/start-asterisk.ts';

/** What our own Asterisk needs of the configuration. */
export function asteriskSettings(config: Config, say: (line: string) => void): AsteriskSettings {
  const { sip, trunk, ari, ami } = config;
  return {
    dataDir: config.dataDir,
    sipAddress: sip.host,
    sipPort: sip.port,
    httpPort: ari.httpPort,
    amiPort: ami.port,
    rtpPorts: config.rtp,
    ariUser: ari.user,
    ariPassword: ari.password,
    amiUser: ami.user,
    amiPassword: ami.password,
    demo: config.demo,
    citizenPassword: config.secrets.citizenPassword,
    trunkMatch: trunk.match,
    ...(config.dutyMobile === null ? {} : { dutyMobile: config.dutyMobile }),
    ...(trunk.contact === null ? {} : { trunkContact: trunk.contact }),
    say,
  };
}
