# The service as it runs in production: `dist`, what it needs, and Node 24. It keeps nothing: DATABASE_URL, SECRET_KEY and
# PUBLIC_URL are demanded, and the data is in PostgreSQL.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json nest-cli.json ormconfig.ts ./
COPY scripts scripts
COPY src src
RUN npm run build

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# What only a compiler or a debugger reads is half of it. Licences stay. TypeScript comes for a plugin of the build.
RUN npm ci --omit=dev && npm cache clean --force && rm -rf node_modules/typescript && \
  find node_modules -type f ! -iname '*licen[cs]e*' \
    \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -iname '*.md' \) -delete

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
# Each thread would keep the 19 MiB of its last password hash for itself; so they share what they keep.
ENV MALLOC_ARENA_MAX=2
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
