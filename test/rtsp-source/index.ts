// A pretend camera's RTSP side for simulators, demo and benchmarks: loops encoded clips to whoever signs in.

export type { SourceClip } from './clip.ts'
export { type Clips, loadClips } from './clips.ts'
export { readFace } from './clock-face.ts'
export { type Face, type Footage, loadFootage, putClock } from './footage.ts'
export { filmInstead, isFilmedInstead } from './recipes.ts'
export { type RtspSource, type RtspSourceOptions, startRtspSource } from './server.ts'
