// The doors of the whole appliance: strangers meet 401 everywhere but at the public few, and no input is a 500.
import type { Hono } from 'hono'
import { describeHostile } from '../core/testing/hostile.ts'
import { describeLocked } from '../core/testing/locked.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'

async function start() {
  const stand = await createTestApp([hikvision, rtsp])
  return {
    root: stand.app.root as unknown as Hono,
    token: stand.token,
    lines: stand.lines,
    close: async () => await stand[Symbol.asyncDispose](),
  }
}

describeLocked('the appliance', start)
describeHostile('the appliance', start)
