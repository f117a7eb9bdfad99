// Ports, and the cheapest test of a login.
import type { Device } from '../device.ts'
import { page } from '../http/answer.ts'
import type { Route } from '../http/router.ts'
import { titled, x } from '../xml.ts'

interface Port {
  protocol: string
  port: number
  /** Null: the document has no such element. */
  enabled: boolean | null
  redirect?: boolean
}

function ports(device: Device): Port[] {
  const http: Port = { protocol: 'HTTP', port: device.ports.http, enabled: true }
  const rtsp: Port = { protocol: 'RTSP', port: device.ports.rtsp, enabled: true }
  const https: Port = { protocol: 'HTTPS', port: 443, enabled: false, redirect: false }
  const manage: Port = { protocol: 'DEV_MANAGE', port: 8000, enabled: device.model.family === 'camera' ? true : null }
  const socket: Port = { protocol: 'WebSocket', port: 7681, enabled: true }
  switch (device.model.family) {
    case 'nvr':
      return [http, rtsp, { protocol: 'HTTPS', port: 443, enabled: false }, manage]
    case 'dvr':
      return [http, rtsp, https, manage, socket]
    case 'camera':
      return [http, https, manage, rtsp, { protocol: 'SDK_OVER_TLS', port: 8443, enabled: true }, socket]
  }
}

function adminAccesses(device: Device) {
  const { style } = device.model
  return titled(
    style,
    'AdminAccessProtocolList',
    ports(device).map(({ protocol, port, enabled, redirect }, index) =>
      titled(style, 'AdminAccessProtocol', [
        x('id', index + 1),
        enabled !== null && x('enabled', enabled),
        x('protocol', protocol),
        redirect !== undefined && x('redirectToHttps', redirect),
        x('portNo', port),
      ]),
    ),
  )
}

export const securityRoutes: Route[] = [
  { method: 'GET', path: 'Security/adminAccesses', handle: ({ device }) => page(device, adminAccesses(device)) },
  {
    method: 'GET',
    path: 'Security/userCheck',
    handle: ({ device }) =>
      page(
        device,
        titled(device.model.style, 'userCheck', [
          x('statusValue', 200),
          x('statusString', 'OK'),
          x('isDefaultPassword', false),
          x('isRiskPassword', false),
          x('isActivated', true),
        ]),
      ),
  },
]
