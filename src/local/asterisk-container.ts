import { readConfig } from '../config.ts';
import { startAsterisk } from './asterisk/start-asterisk.ts';
import { asteriskSettings } from './asterisk-settings.ts';

// The Asterisk container's program: the same templates as `npm start`, the container's own
// addresses. The compose network is private; what strangers may reach is published there.
const config = readConfig(process.env);
const say = (line: string): void => {
  console.log(line);
};
const asterisk = await startAsterisk({
  ...asteriskSettings(config, say),
  controlAddress: '0.0.0.0',
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void asterisk.stop();
  });
}
// The container ends with its Asterisk; Docker starts both again.
process.exitCode = (await asterisk.exited) ?? 0;
