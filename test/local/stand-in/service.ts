import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { readConfig } from '../../../src/config.ts';

// Stands in for the service: it opens its port, says that it runs, and ends when asked.
const config = readConfig(process.env);
const runningPath = join(config.dataDir, 'running.json');
const server = createServer((_, reply) => reply.end(String(process.pid)));
server.listen(config.http.port, config.http.host, () => {
  const running = {
    pid: process.pid,
    http: config.publicUrl,
    sip: `${config.sip.host}:${config.sip.port}`,
    ari: config.ari.url,
    ami: `${config.ami.host}:${config.ami.port}`,
    database: config.database.url,
    lines: [{ title: 'Линия', number: '88001010017', sip: 'sip:88001010017@127.0.0.1' }],
  };
  writeFileSync(runningPath, JSON.stringify(running));
});
process.on('SIGTERM', () => {
  rmSync(runningPath, { force: true });
  process.exit(0);
});
