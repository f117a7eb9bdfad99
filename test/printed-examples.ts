// Every example that our documents print, and what holds it: the test that runs it, or why none can.

/** `read`: the test takes it from the page. `done`: it does the same by itself. `not`: a reason in words. */
export type Held = { pieces: readonly string[] } & ({ read: string } | { done: string } | { not: string })

const read = (test: string, ...pieces: string[]): Held => ({ read: test, pieces })
const done = (test: string, ...pieces: string[]): Held => ({ done: test, pieces })
const not = (reason: string, ...pieces: string[]): Held => ({ not: reason, pieces })

const REQUESTS = 'test/e2e/guide-requests.test.ts'
const COMMANDS = 'test/e2e/guide-commands.test.ts'
const FILES = 'test/guide-files.test.ts'
const HUB = 'test/hub-guide.test.ts'
const INSTALL = 'test/guide-install.test.ts'
const UNIT = 'test/systemd.test.ts'
const SIMULATORS = 'test/simulator-examples.test.ts'
const PROXIES = 'test/e2e/proxies.test.ts'

const NO_DOCKER = 'No Docker is where our tests run; scripts/verify-image does the steps of the image without it.'
const NO_NAS = 'It is typed on the NAS itself, whose folders no other machine has.'
const NO_SYSTEMD = 'It would install a service on the machine that tests; the unit is held by test/systemd.test.ts.'
const NO_LITESTREAM = 'Litestream is in no package of Debian; it was tried by hand, as the page says.'

/** Of each page pieces of text, each of which stands in one example of it. A page alone: all of it is held there. */
export const PRINTED: Readonly<Record<string, string | readonly Held[]>> = {
  'README.md': [
    done('test/e2e/demo.test.ts', 'npm run demo\n'),
    not(NO_DOCKER, 'docker compose up -d'),
    read(COMMANDS, 'npm run simulator'),
  ],
  'docs/api/lightnvr.md': [read(REQUESTS, '/lightnvr_mqtt')],
  'docs/guide/api.md': 'test/e2e/api-guide.test.ts',
  'docs/guide/backup.md': [read(COMMANDS, 'npm run porchlight -- backup', 'run --rm porchlight restore')],
  'docs/guide/capture.md': [read(COMMANDS, 'dump-device', 'replay.ts')],
  'docs/guide/check.md': [read(COMMANDS, 'porchlight check\n', 'Not everything')],
  'docs/guide/commands.md': [not('No systemd runs where our tests do.', 'systemd-run')],
  'docs/guide/discovery.md': [read(FILES, 'network_mode')],
  'docs/guide/events.md': [
    read(REQUESTS, '/api/webhooks', '"type":"alarm.began', 'isOurs', '/api/events/stream', 'event: hello', '"parcel"'),
  ],
  'docs/guide/footage-from-elsewhere.md': [read(REQUESTS, '/footage-rule')],
  'docs/guide/front-ends.md': [read(REQUESTS, '/cors_origins')],
  'docs/guide/https.md': [read(FILES, 'PORCHLIGHT_TRUST_PROXY', 'PORCHLIGHT_TLS_CERT')],
  'docs/guide/hub.md': [
    read(REQUESTS, '/broker_password', 'mosquitto_sub', 'ca.crt |'),
    read(HUB, '"event_type', '"ok": false', 'trigger: mqtt', 'binary_sensor', '"mqtt in"', 'topic readwrite'),
    read(FILES, 'takePicture', 'listener 8883'),
    not('No openHAB is where our tests run; the topics are held by test/hub-guide.test.ts.', 'Bridge mqtt'),
  ],
  'docs/guide/install-container.md': [
    read(FILES, 'TZ', 'COMPOSE_PROFILES=', 'docker run -d'),
    read(COMMANDS, 'exec porchlight porchlight check'),
    not(NO_DOCKER, 'docker compose up -d\n', 'docker create', 'Dockerfile.plain'),
  ],
  'docs/guide/install-home-assistant.md': [done('test/e2e/binary.test.ts', 'npm run build:binary')],
  'docs/guide/install-linux.md': [
    done('test/e2e/binary.test.ts', 'npm run build:binary', './porchlight-linux-x64'),
    read(COMMANDS, 'porchlight backup'),
    not(NO_SYSTEMD, 'useradd', 'systemctl restart', 'systemctl disable'),
  ],
  'docs/guide/install-qnap.md': [
    read(INSTALL, 'services:'),
    read(FILES, 'mkdir', ':/cameras'),
    not(NO_DOCKER, 'docker buildx'),
    not(NO_NAS, 'docker load'),
  ],
  'docs/guide/install-raspberry-pi.md': [
    read(FILES, 'UUID='),
    read(UNIT, 'sudo install -d', 'ReadWritePaths=', 'porchlight check'),
  ],
  'docs/guide/install-synology.md': [
    read(INSTALL, 'services:'),
    read(FILES, 'mkdir', ':/cameras', 'PORCHLIGHT_TRUST_PROXY'),
    not(NO_DOCKER, 'docker buildx'),
  ],
  'docs/guide/languages.md': [
    not('It is a part of `npm run check`, which runs before the tests do.', 'npm run check texts'),
  ],
  'docs/guide/live-in-home-assistant.md': [read(FILES, 'picture-entity', 'triggers:', 'type: iframe')],
  'docs/guide/metrics.md': [read(REQUESTS, '/metrics'), read(FILES, 'scrape_configs', 'groups:')],
  'docs/guide/moving.md': [
    not('It wants two machines, and rsync on both.', 'rsync'),
    not(NO_DOCKER, 'compose stop', 'compose create', 'sudo tar'),
  ],
  'docs/guide/people.md': [read(REQUESTS, '/grants')],
  'docs/guide/plugins.md': 'test/e2e/plugin-guide.test.ts',
  'docs/guide/recordings.md': [read(REQUESTS, '/api/motion/trigger')],
  'docs/guide/remote-access.md': [
    read(PROXIES, 'cameras.example.org {', 'redir', 'map $http_upgrade', 'location = /cameras'),
    read(FILES, 'wg genkey', 'ListenPort', 'Endpoint', 'PORCHLIGHT_TRUST_PROXY', 'ufw allow', 'table inet'),
    not(NO_SYSTEMD, 'systemctl enable nftables'),
  ],
  'docs/guide/remote-storage.md': [read(FILES, 'rslave', '/usr/bin/rclone'), read(UNIT, 'ReadWritePaths=')],
  'docs/guide/replicas.md': [read(FILES, 'dbs:'), not(NO_LITESTREAM, 'litestream replicate', 'litestream restore')],
  'docs/guide/restreaming.md': [read(FILES, 'apiAddress'), read(REQUESTS, '"rtmp"', '/settings/restreamer')],
  'docs/guide/scripts.md': 'test/e2e/vibenvr-examples.test.ts',
  'docs/guide/stream-links.md': [read(REQUESTS, '/api/stream-links')],
  'docs/settings.md': [read('test/docs-settings.test.ts', '/api/settings/hub_control'), read(FILES, 'PORCHLIGHT_LOG')],
  'plugins/hikvision/simulator/README.md': [read(SIMULATORS, 'startSimulator')],
  'plugins/onvif/simulator/README.md': [read(SIMULATORS, 'startOnvifCamera')],
}
