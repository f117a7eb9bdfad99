# Packages and pages are made in the first stage; the second holds only what runs.
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node_modules/.bin/bun scripts/build-web.ts \
 && cp "$(readlink -f node_modules/.bin/bun)" /usr/local/bin/bun \
 && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ffmpeg ca-certificates tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 1000 --no-create-home --home-dir /data --shell /usr/sbin/nologin porchlight \
 && install -d -o porchlight -g porchlight /data
COPY --from=build /usr/local/bin/bun /usr/local/bin/bun
WORKDIR /app
# bunfig.toml among them: it makes FFmpeg end with us.
COPY --from=build /app/package.json /app/bunfig.toml /app/LICENSE /app/main.ts ./
COPY --from=build /app/scripts/health.ts scripts/health.ts
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/core core
COPY --from=build /app/plugins plugins
COPY --from=build /app/dist dist
ENV PORCHLIGHT_DATA=/data
USER porchlight
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["bun", "scripts/health.ts"]
ENTRYPOINT ["bun", "main.ts"]
