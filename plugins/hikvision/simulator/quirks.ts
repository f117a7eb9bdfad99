// Half-supported firmware: small named behaviours that can be switched on one by one.

export const QUIRKS = {
  // Writing
  'forgets-writes': 'says OK to every writing and keeps the old document',
  'reboot-required': 'streams written answer statusCode 7; the values show at once',
  'strict-namespace': 'refuses a document whose namespace is not its own',
  'ignores-bitrate': 'keeps its bit rates and says OK',
  'refuses-codec': 'refuses another codec with 400 while the smart codec is on; without the quirk it is ignored',
  'loses-camera': 'an IP channel written without its password goes offline (errorUserNameOrPasswd)',
  psia: 'answers to writings and log searches stand in urn:psialliance-org',
  // Missing functions
  'no-capabilities': 'streams have no capabilities: 403',
  'no-tracks': 'record/tracks: 403',
  'no-distribution': 'dailyDistribution: 403',
  'no-search': 'search: 403',
  'no-logs': 'logSearch: 403',
  'no-onvif-users': 'ONVIF users: 403',
  'no-permissions': 'UserPermission: 403',
  'no-status-list': 'InputProxy/channels/status: 404, one by one works',
  'bare-status': 'the status of an IP channel is id, online and chanDetectResult only',
  'no-trigger-list': 'Event/triggers: 503, one by one works',
  // Recordings
  utc: 'times of recordings and logs are real UTC',
  'offset-times': 'times of recordings carry the true offset instead of Z',
  'both-positions': 'pages by the rightly spelt searchResultPosition too',
  'one-position': 'ignores the rightly spelt searchResultPosition, whatever the model',
  'counts-all': 'numOfMatches tells all matches instead of those in the list',
  'strict-page': 'more than 50 results asked: 400 badParameters',
  uncapped: 'a search has more than 4000 matches and a log search more than 2000',
  'empty-list': 'NO MATCHES brings an empty matchList',
  'flaky-search': 'a search over more than 3 days fails with 500 every other time, the first included',
  'no-wide-search': 'a search over more than 3 days always fails with 500',
  'refuses-future': 'a search that begins in the future: 400',
  'empty-month': 'nothing was recorded in the current month',
  'short-distribution': 'dailyDistribution lists only the days with recordings',
  'blank-descriptor': 'the metadata descriptor lacks its middle part',
  'minor-ignored': 'a log search for a minor type brings the whole major type',
  // Downloads and playback
  'no-download': 'download: 403 methodNotAllowed, whichever method',
  'get-download': 'a download is asked for with GET and a body; POST: 403 methodNotAllowed',
  'post-download': 'a download is asked for with POST; GET brings an empty 200',
  'no-length': 'downloads have no Content-Length and end with the connection',
  'zero-length': 'downloads say Content-Length 0, and their bytes come all the same',
  'bare-header': 'the maker’s header of a download has 40 bytes, its mark in front',
  'plays-on': 'playback goes on beyond its endtime, to the end of what there is',
  'hangs-up': 'playback that has ended closes its connection; without the quirk it stays and is silent',
  // Cameras that turn
  'no-ptz': 'everything under PTZCtrl: 403, as of a camera that stands still',
  'no-momentary': 'momentary moves are announced, and refused with 403',
  'no-home': 'a home position is announced, and refused with 403',
  'deaf-to-stops': 'every other stop is answered with OK and not obeyed',
  // The rest
  'risk-status': 'a weak password is refused with 403 instead of 200',
  'dead-clock': 'starts in May 2004, until its clock is set',
  'odd-status': 'status without processors and memory, uptime with a blank',
  'no-rates': 'frame rates of the capabilities without 0 for the full rate',
} as const

export type Quirk = keyof typeof QUIRKS

/** Reads names, separated by commas or as a list; throws with a text for people. */
export function parseQuirks(names: string | readonly string[]): Quirk[] {
  const list = typeof names === 'string' ? names.split(',').map((name) => name.trim()) : names
  return list
    .filter((name) => name !== '')
    .map((name) => {
      if (!Object.hasOwn(QUIRKS, name))
        throw new Error(`There is no quirk "${name}"; there are ${Object.keys(QUIRKS).join(', ')}.`)
      return name as Quirk
    })
}
