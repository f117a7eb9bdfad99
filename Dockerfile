# The image is made in stages; what runs is put together of nothing but what it needs. docs/design/image.md says why it is so.
ARG VERSION=0.2.0

# FFmpeg of Debian's own source, with what docs/media.md lists and no more.
FROM --platform=$BUILDPLATFORM debian:trixie-slim AS ffmpeg
ARG TARGETARCH
COPY scripts/image/ffmpeg.flags scripts/image/ffmpeg.sh /image/
RUN /image/ffmpeg.sh "$TARGETARCH" /out

# Debian's packages, unpacked.
FROM --platform=$BUILDPLATFORM debian:trixie-slim AS root
ARG TARGETARCH
COPY scripts/image/root.packages scripts/image/root.sh /image/
RUN /image/root.sh "$TARGETARCH" /out

# The program: one executable with its pages and migrations. What it is put beside is listed here, where all three are known.
FROM --platform=$BUILDPLATFORM node:22-trixie-slim AS program
ARG TARGETARCH
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node_modules/.bin/bun scripts/build-binary.ts "$(echo "$TARGETARCH" | sed s/amd64/x64/)"
COPY --from=root /out /out
COPY --from=ffmpeg /out /out
RUN install dist/porchlight-linux-* /out/usr/bin/porchlight \
 && install -D -m 644 LICENSE /out/usr/share/doc/porchlight/LICENSE \
 && node scripts/image/sbom.mjs "$TARGETARCH" /out

FROM scratch
ARG VERSION
COPY --from=program /out /
LABEL org.opencontainers.image.title="Porchlight" \
      org.opencontainers.image.description="One appliance for the network cameras and recorders of a household" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.licenses="Apache-2.0 AND LGPL-2.1-or-later"
ENV PATH=/usr/bin \
    PORCHLIGHT_DATA=/data \
    PORCHLIGHT_SUPERVISED=1
USER 1000:1000
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["porchlight", "health"]
ENTRYPOINT ["porchlight"]
