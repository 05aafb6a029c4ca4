import type { Config } from '../config.ts';

/**
 * The environment from which `readConfig` reads this same configuration again, with the servers
 * that run by now as given ones: what the supervisor hands to the service, secrets included.
 */
export function environmentOf(config: Config): Record<string, string> {
  const { ari, ami, timings, secrets } = config;
  return {
    DATA_DIR: config.dataDir,
    DEMO: config.demo ? 'on' : 'off',
    REGION: config.region,
    TIME_ZONE: config.timeZone,
    PUBLIC_URL: config.publicUrl,
    DUTY_MOBILE: config.dutyMobile ?? '',
    LOG_LEVEL: config.logLevel,
    HTTP_HOST: config.http.host,
    HTTP_PORT: String(config.http.port),
    SIP_HOST: config.sip.host,
    TRUNK_MATCH: config.trunk.match.join(','),
    TRUNK_CONTACT: config.trunk.contact ?? '',
    SIP_PORT: String(config.sip.port),
    RTP_PORTS: `${config.rtp.from}-${config.rtp.to}`,
    ARI_URL: ari.url,
    ARI_USER: ari.user,
    ARI_PASSWORD: ari.password,
    ARI_TRANSPORT: ari.transport,
    ASTERISK_HTTP_PORT: String(ari.httpPort),
    AMI_HOST: ami.host,
    AMI_PORT: String(ami.port),
    AMI_USER: ami.user,
    AMI_PASSWORD: ami.password,
    DATABASE_URL: config.database.url,
    DATABASE_PORT: String(config.database.port),
    RING_TIMEOUT_MS: String(timings.ringTimeoutMs),
    WRAP_UP_MS: String(timings.wrapUpMs),
    MAX_WAIT_MS: String(timings.maxWaitMs),
    BRIGADE_ACCEPT_MS: String(timings.brigadeAcceptMs),
    BRIGADE_WARN_MS: String(timings.brigadeWarnMs),
    BRIGADE_LEAVE_MS: String(timings.brigadeLeaveMs),
    SESSION_SECRET: secrets.session,
    DATA_KEY: secrets.dataKey,
    CALLER_HASH_KEY: secrets.callerHashKey,
    CITIZEN_PASSWORD: secrets.citizenPassword,
  };
}
