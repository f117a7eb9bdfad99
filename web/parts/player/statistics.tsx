// The player's figures, on `i`.
import { t } from '../../texts/t.ts'
import { delayText } from './timing.ts'
import type { Facts } from './use-facts.ts'

export function Statistics({ facts }: { facts: Facts }) {
  const rows: [string, string][] = [
    [t('player.stats.way'), `${facts.way}${facts.codec ? ` · ${facts.codec}` : ''}`],
    [t('player.stats.size'), facts.width > 0 ? `${facts.width} × ${facts.height}` : '–'],
    [t('player.stats.rate'), facts.kbps === null ? '–' : t('player.stats.kbps', { count: Math.round(facts.kbps) })],
    [t('player.stats.frames'), facts.fps === null ? '–' : t('player.stats.fps', { count: Math.round(facts.fps) })],
    [t('player.stats.dropped'), String(facts.dropped)],
    [
      t('player.stats.delay'),
      facts.delay === null ? '–' : t('player.stats.seconds', { count: delayText(facts.delay) }),
    ],
    [t('player.stats.buffer'), t('player.stats.seconds', { count: facts.ahead.toFixed(1) })],
  ]
  return (
    <dl class="stats" aria-label={t('player.statistics')}>
      {rows.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  )
}
