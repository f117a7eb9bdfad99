// What may be shown of a stream's address. Cameras take logins before the host, in the path and in the query.

export const MASK = '***'

/** Words that cameras' paths are made of. Only these are shown: what is unknown may be a password or a token. */
const WORDS = new Set(
  `amp api av axis axis-media c cam camera channel channels ch cgi-bin default defaultprimary defaultsecondary feed h264 h264preview
  h265 h265preview high hevc hosts image img inputs isapi jpeg live live1 live2 low main media mediainput mjpeg mp4 mpeg4 mpg
  multicast onvif onvif-media play playback preview primary profile pull realmonitor rtp rtsp rtsph264 s s0 s1 s2 sd sdp smp
  second secondary sms stream streaming streams sub third tracks trackid unicast user v v1 v2 v3 video videodevices videoinput
  videomain videosub videoinputs videos`.split(/\s+/),
)
/** Names of a query whose small numbers are shown. */
const NUMBERS = new Set(['channel', 'subtype', 'stream', 'streamtype', 'profile', 'unicast', 'trackid', 'camera'])

const isWord = (part: string) => WORDS.has(part.toLowerCase()) || WORDS.has(part.toLowerCase().replace(/\d{1,2}$/, ''))

function segment(text: string, before: string | undefined): string {
  if (text === '') return text
  const most = /^(channels|tracks)$/i.test(before ?? '') ? 4 : 3
  const parts = text.split(/[._-]/)
  const plain = isWord(text) || parts.every((part) => (/^\d+$/.test(part) ? part.length <= most : isWord(part)))
  return plain ? text : MASK
}

function pair(text: string): string {
  const [name = '', ...value] = text.split('=')
  const shown = NUMBERS.has(name.toLowerCase()) && /^\d{1,2}$/.test(value.join('='))
  if (shown) return text
  if (value.length === 0) return text === '' ? text : MASK
  return `${/^[a-z]{1,20}$/i.test(name) ? name : MASK}=${MASK}`
}

/** Everything behind the host, masked where it could be a secret. Masking it again changes nothing. */
export function maskStreamPath(path: string): string {
  const [plain = '', ...query] = path.split('?')
  const segments = plain.split('/')
  const shown = segments.map((text, index) =>
    /[=&;]/.test(text)
      ? text.split(/([&;])/).map((part) => (/^[&;]$/.test(part) ? part : pair(part)))
      : [segment(text, segments[index - 1])],
  )
  const masked = shown.map((parts) => parts.join('')).join('/')
  if (query.length === 0) return masked
  return `${masked}?${query.join('?').split('&').map(pair).join('&')}`
}

/** A whole address: the login before the host is `***:***` where there is one. */
export function maskStreamAddress(address: string): string {
  const found = /^([a-z][a-z0-9+.-]*:\/\/)?(?:[^/?]*@)?([^/?#]*)([^#]*)/i.exec(address)
  if (!found) return MASK
  const [whole = '', scheme = '', host = '', path = ''] = found
  const login = /^[^/?#]*@/.test(whole.slice(scheme.length)) ? `${MASK}:${MASK}@` : ''
  return `${scheme}${login}${host}${maskStreamPath(path)}`
}
