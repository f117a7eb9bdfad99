// The Hikvision plugin: recorders and cameras that speak ISAPI.
import type { Plugin } from '#plugin'
import { createCloudApi } from './cloud-api.ts'
import { driver } from './driver.ts'

export const hikvision: Plugin = {
  ...{ id: 'hikvision', title: 'Hikvision', driver, dialect: createCloudApi() },
  // Of no use to who never takes one.
  capture: async (wanted) => (await import('./dump.ts')).capture(wanted),
}
