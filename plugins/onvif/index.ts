// The ONVIF plugin: cameras of any make that speak the common language.
import type { Plugin } from '#plugin'
import { driver } from './driver.ts'

export const onvif: Plugin = { id: 'onvif', title: 'ONVIF', driver }
