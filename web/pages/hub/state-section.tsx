// How the link stands, in words and numbers, and what a person may ask of it.
import { RadioTower, TriangleAlert } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { putHub } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/dialog.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { person } from '../../session.ts'
import { t } from '../../texts/t.ts'
import type { HubOut } from '../../wire.ts'
import { asks } from './asks.ts'
import { HubLine } from './hub-line.tsx'

/** Configs of which a broker with its usual settings keeps no more for one subscriber. */
const MANY = 1000

export function StateSection({ state }: { state: HubOut }) {
  const isFounder = person.value?.founder === true
  const rows: [string, string | null][] = [
    [t('settings.hub.broker'), state.url],
    [t('hub.broker.version'), state.broker_version],
    [t('settings.hub.topics'), `${state.prefix}/${state.node_id}`],
    [t('settings.hub.discovery'), t(`settings.hub.discovery.${state.discovery}`)],
    [t('hub.protocol'), state.protocol && t('hub.protocol.some', { version: state.protocol })],
    [t('hub.announced'), t('hub.announced.some', { devices: state.devices, entities: state.entities })],
    [t('hub.messages'), t('hub.messages.some', { count: state.messages })],
  ]
  const isShown = state.url !== null || state.connected
  return (
    <section class="panel pad hub-page" id="state">
      <h2>{t('hub.state')}</h2>
      <p class="note">{t('settings.hub.lead')}</p>
      <HubLine state={state} />
      {state.stopped && <Stopped mayAct={isFounder} />}
      {state.discovery === 'entity' && state.entities > MANY && (
        <p class="note attention boxed">
          <TriangleAlert aria-hidden="true" /> <span>{t('hub.many')}</span>
        </p>
      )}
      {state.withdrawn.length > 0 && <p>{t('hub.withdrawn', { names: state.withdrawn.join(', ') })}</p>}
      {isShown && (
        <dl class="facts">
          {rows
            .filter(([, value]) => value)
            .map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      )}
      {isFounder && state.connected && <Actions />}
    </section>
  )
}

function Actions() {
  const [asking, setAsking] = useState(false)
  const take = (state: HubOut, word: string) => {
    putHub(state)
    toast(word)
  }
  const announce = useAsyncAction(asks.announce, (state) => take(state, t('hub.announce.done')))
  const renew = useAsyncAction(asks.newEntityIds, (state) => {
    setAsking(false)
    take(state, t('hub.ids.done'))
  })
  return (
    <>
      <FaultNote fault={announce.fault} />
      <div class="actions">
        <Button icon={<RadioTower />} pending={announce.pending} onClick={() => void announce.run()}>
          {t('hub.announce')}
        </Button>
        <Button look="quiet" aria-haspopup="dialog" onClick={() => setAsking(true)}>
          {t('hub.ids')}
        </Button>
      </div>
      {asking && (
        <Confirm
          title={t('hub.ids.title')}
          text={t('hub.ids.text')}
          does={t('hub.ids')}
          action={renew}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

function Stopped({ mayAct }: { mayAct: boolean }) {
  const renew = useAsyncAction(asks.newNodeId, (state) => {
    putHub(state)
    toast(t('hub.node.done', { id: state.node_id }))
  })
  return (
    <>
      <p>{t('hub.stopped.do')}</p>
      <FaultNote fault={renew.fault} />
      {mayAct && (
        <div class="actions">
          <Button look="primary" pending={renew.pending} onClick={() => void renew.run()}>
            {t('hub.node.do')}
          </Button>
        </div>
      )}
    </>
  )
}
