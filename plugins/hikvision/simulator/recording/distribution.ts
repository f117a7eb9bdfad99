// On which days of a month a track has recordings.
import { page, refuse } from '../http/answer.ts'
import type { Handler, Route } from '../http/router.ts'
import { ISAPI_ORG, titled, x } from '../xml.ts'
import { readXml, textAt } from '../xml-read.ts'

const distribution: Handler = ({ device, path, body }, [track]) => {
  if (device.quirks.has('no-distribution')) return refuse(device, path, 'notSupport')
  const root = readXml(body)
  if (!root) return refuse(device, path, 'badXmlFormat')
  const [year, month] = [Number(textAt(root, 'year')), Number(textAt(root, 'monthOfYear'))]
  if (root.name !== 'trackDailyParam' || !(year > 1969 && year < 2100) || !(month >= 1 && month <= 12))
    return refuse(device, path, 'badXmlContent', 400)
  const number = Math.floor(Number(track) / 100)
  const channel = device.channel(number)
  if (!channel) return refuse(device, path, 'badParameters')
  const prefix = `${year}-${String(month).padStart(2, '0')}`
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const days = Array.from({ length: count }, (_, index) => {
    const segments =
      Number(track) % 100 === 1
        ? device.footage.kindOn(number, `${prefix}-${String(index + 1).padStart(2, '0')}`)
        : null
    return { day: index + 1, kind: segments }
  })
  // A month without anything comes back as an empty list.
  const hasAny = days.some(({ kind }) => kind !== null)
  const listed = days.filter(({ kind }) => hasAny && (kind !== null || !device.quirks.has('short-distribution')))
  return page(
    device,
    titled({ version: '2.0', namespace: ISAPI_ORG }, 'trackDailyDistribution', [
      x(
        'dayList',
        listed.map(({ day, kind }) =>
          x('day', [
            x('id', day),
            x('dayOfMonth', day),
            x('record', kind !== null),
            kind !== null && x('recordType', kind === 'motion' ? 'event' : 'time'),
          ]),
        ),
      ),
    ]),
  )
}

export const distributionRoutes: Route[] = [
  { method: 'POST', path: 'ContentMgmt/record/tracks/{}/dailyDistribution', handle: distribution },
]
