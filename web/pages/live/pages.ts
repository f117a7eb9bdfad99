// The pages of one camera, which come to the browser together.
export { ChannelPage } from './channel-page.tsx'
export { ZonesPage } from './zones/zones-page.tsx'
