// The pages of one camera, and what is done with walls: they come to the browser together.
export { ChannelPage } from './channel-page.tsx'
export { Arranging } from './walls/arranging.tsx'
export { MakeWall } from './walls/make-wall.tsx'
export { Screen } from './walls/screen.tsx'
export { ZonesPage } from './zones/zones-page.tsx'
