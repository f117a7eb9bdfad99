// The pages of what was recorded, which come to the browser together.
export { DayPage } from './day/day-page.tsx'
export { FindPage } from './find/find-page.tsx'
export { GapsPage } from './gaps/gaps-page.tsx'
export { PlaybackPage } from './playback-page.tsx'
export { RecorderPage } from './recorder/recorder-page.tsx'
export { RecordingsPage } from './recordings/recordings-page.tsx'
export { RulesPage } from './rules/rules-page.tsx'
