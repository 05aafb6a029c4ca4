# Asterisk 22 from Debian with the templates of dialplan/. Debian stable has no Asterisk.
FROM node:24-bookworm-slim AS node
WORKDIR /opora
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM debian:sid-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends asterisk asterisk-modules \
    asterisk-core-sounds-ru-wav asterisk-core-sounds-en-wav asterisk-moh-opsound-wav \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 1000 --create-home opora \
  && install -d -o opora -g opora -m 0700 /var/lib/opora /var/lib/opora/asterisk
COPY --from=node /usr/local/bin/node /usr/local/bin/node
WORKDIR /opora
COPY --from=node /opora/node_modules ./node_modules
COPY package.json ./
COPY src ./src
COPY dialplan ./dialplan
COPY prompts ./prompts
ENV DATA_DIR=/var/lib/opora SIP_HOST=0.0.0.0
USER opora
VOLUME ["/var/lib/opora"]
EXPOSE 5060/udp 5060/tcp 5038 8088
HEALTHCHECK --interval=10s --timeout=5s --retries=6 CMD ["node", "-e", "fetch('http://127.0.0.1:8088/ws').then(() => process.exit(0), () => process.exit(1))"]
CMD ["node", "src/local/asterisk-container.ts"]
