// What a browser may keep, and what it never does.
import { expect, test } from 'bun:test'
import { handlingOf, keptOf } from './shell-rules.ts'

const asked = (url: string, mode: RequestMode = 'no-cors', method = 'GET') => ({ url, mode, method })

for (const scope of ['https://porch.example/', 'https://hub.example/api/hassio_ingress/x1/'])
  test(`below ${scope} only pages and files that never change are kept`, () => {
    const handling = (path: string, mode?: RequestMode, method?: string) =>
      handlingOf(scope, asked(scope + path, mode, method))
    for (const path of ['', 'alarms', 'live/12?wall=3', 'apis'])
      expect([path, handling(path, 'navigate')]).toEqual([path, 'page'])
    for (const path of ['main-3nd5yb3x.js', 'part-q7ncqn1b.js', 'main-1bjjr18v.css'])
      expect([path, handling(path)]).toEqual([path, 'hashed'])
    for (const door of [
      'api/devices',
      'hls/x/main-3nd5yb3x.js',
      'media/x/snapshot.jpg',
      'lightnvr',
      'vibenvr/x',
      'health',
    ])
      for (const mode of ['navigate', 'no-cors', 'cors'] as const)
        expect([door, mode, handling(door, mode)]).toEqual([door, mode, 'none'])
    for (const path of ['icon.svg', 'index.html', 'pictures/main-3nd5yb3x.js', 'main-3nd5yb3x.jpg', 'words.json'])
      expect([path, handling(path)]).toEqual([path, 'none'])
    expect(handling('alarms', 'navigate', 'POST')).toBe('none')
    expect(handlingOf(scope, asked('https://elsewhere.example/main-3nd5yb3x.js'))).toBe('none')
  })

test('of what a page has loaded only such files are kept, whatever it says', () => {
  const scope = 'https://porch.example/'
  const loaded = [`${scope}texts-de-3y490eef.js`, `${scope}api/devices`, `${scope}media/x/a.jpg`, 7, null, 'nonsense']
  expect(keptOf(scope, loaded)).toEqual([`${scope}texts-de-3y490eef.js`])
})
