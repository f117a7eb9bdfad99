// The two ONVIF clients from npm that nobody here wrote, with types for what the tests use of them.
import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

/** What an answer holds, by the names of its elements; the tests say what they expect there. */
export type Told = Record<string, unknown>

interface FutomiAnswer {
  data: Record<string, Told>
}

export interface FutomiDevice {
  init(): Promise<{ Manufacturer: string; Model: string; SerialNumber: string }>
  getProfileList(): {
    token: string
    stream: { rtsp: string }
    snapshot: string
    video: { encoder: { resolution: { width: number; height: number }; encoding: string } }
    ptz: { range: { x: { min: number; max: number }; z: { max: number } } }
  }[]
  changeProfile(token: string): unknown
  fetchSnapshot(): Promise<{ headers: Record<string, string>; body: Buffer }>
  ptzMove(parameters: { speed: { x: number; y: number; z: number }; timeout: number }): Promise<unknown>
  ptzStop(): Promise<unknown>
  services: {
    device: { getUsers(): Promise<FutomiAnswer>; getScopes(): Promise<FutomiAnswer> }
    events: { getEventProperties(): Promise<FutomiAnswer> } | null
    ptz: Record<
      'getPresets' | 'setPreset' | 'gotoPreset' | 'removePreset' | 'getStatus' | 'absoluteMove' | 'relativeMove',
      (parameters: Told) => Promise<FutomiAnswer>
    > | null
  }
}

export interface Futomi {
  OnvifDevice: new (options: { xaddr: string; user: string; pass: string }) => FutomiDevice
  startProbe(): Promise<{ urn: string; name: string; hardware: string; xaddrs: string[] }[]>
}

/** `node-onvif`, by Futomi Hatano. */
export const futomi = load('node-onvif') as Futomi

export interface HawkeyeCamera {
  connect(address: string, port: number, user: string, password: string): Promise<Told>
  getProfiles(): { $: { token: string }; StreamUri: { Uri: string }; SnapshotUri: { Uri: string } }[]
  add(module: 'snapshot'): void
  snapshot: { getSnapshot(): Promise<{ mimeType: string; image: Buffer }> }
  events: {
    createPullPointSubscription(): Promise<{ data: Record<string, { SubscriptionReference: { Address: string } }> }>
    pullMessages(
      subscription: { Address: string },
      timeout: string,
      limit: number,
    ): Promise<{ data: { PullMessagesResponse: { NotificationMessage?: Told | Told[] } } }>
  }
  ptz: {
    getNodes(): Promise<{ data: Record<string, Told> }>
    absoluteMove(token: string, position: { x: number; y: number; z: number }): Promise<unknown>
    continuousMove(token: string, velocity: { x: number; y: number; z: number }, seconds: number): Promise<unknown>
    stop(token: string): Promise<unknown>
    setPreset(token: string, preset: string | null, name: string): Promise<{ data: Record<string, Told> }>
    gotoPreset(token: string, preset: string): Promise<unknown>
    gotoHomePosition(token: string): Promise<unknown>
  } | null
}

/** `onvif-nvt`, by Jeff Galbraith; its manager keeps one camera per address, so the tests take the class behind it. */
export const HawkeyeCamera = load('onvif-nvt/dist/camera.js') as new () => HawkeyeCamera
