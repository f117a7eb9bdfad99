// Whose clock times are shown by. Another one loads the page anew.
import { useEffect, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { Choice } from '../../parts/field.tsx'
import { t } from '../../texts/t.ts'
import { isZone, keepZone, keptZone } from '../../zone.ts'

export function ZoneChoice() {
  const kept = keptZone()
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const [appliance, setAppliance] = useState(kept)
  useEffect(() => {
    const leaving = new AbortController()
    void api.health(leaving.signal).then((answer) => {
      if (answer.kind === 'ok' && isZone(answer.data.time_zone)) setAppliance(answer.data.time_zone)
    })
    return () => leaving.abort()
  }, [])
  return (
    <Choice
      label={t('settings.look.zone')}
      value={kept ? 'appliance' : 'browser'}
      options={[
        ['browser', t('settings.look.zone.browser', { zone: own })],
        ...(appliance ? ([['appliance', t('settings.look.zone.appliance', { zone: appliance })]] as const) : []),
      ]}
      onValue={(whose) => {
        keepZone(whose === 'appliance' ? appliance : null)
        location.reload()
      }}
    />
  )
}
