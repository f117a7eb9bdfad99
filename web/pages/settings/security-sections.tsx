// Who reaches Porchlight, from where and by which way: the founder's.
import { api } from '../../api.ts'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { useLoaded } from '../../parts/use-loaded.ts'
import { person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { DialectsSection } from './dialects-section.tsx'
import { OriginsSection } from './origins-section.tsx'
import { ReachSection } from './reach-section.tsx'
import { StrangersSection } from './strangers-section.tsx'

export function SecuritySections() {
  return person.value?.founder ? <Sections /> : null
}

function Sections() {
  const { state, reload } = useLoaded(api.settings)
  if (state.phase !== 'ready')
    return (
      <section class="panel pad">
        <h2>{t('settings.reach')}</h2>
        {state.phase === 'fault' ? <FaultNote fault={state.fault} /> : <Waiting rows={2} />}
      </section>
    )
  const given = { settings: state.value, onSaved: reload }
  return (
    <>
      <ReachSection {...given} />
      <OriginsSection {...given} />
      <DialectsSection {...given} />
      <StrangersSection {...given} />
    </>
  )
}
