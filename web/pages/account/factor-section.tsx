// The second factor: how it stands, and what can be done with it.
import { ShieldCheck } from 'lucide-preact'
import { useRef, useState } from 'preact/hooks'
import { Button } from '../../parts/button.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { FaultNote, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useLoaded } from '../../parts/use-loaded.ts'
import { t } from '../../texts/t.ts'
import { exactDay } from '../../times.ts'
import type { FactorOut } from '../../wire.ts'
import { asks } from './asks.ts'
import { FactorSetup } from './factor-setup.tsx'
import { ProofDialog } from './proof-dialog.tsx'

const FEW_CODES = 2

/** `onChanged`: other sign-ins may have ended. */
export function FactorSection({ onChanged }: { onChanged: () => void }) {
  const { state, reload } = useLoaded(asks.factor)
  const [settingUp, setSettingUp] = useState(false)
  const [codes, setCodes] = useState<string[] | null>(null)
  const head = useRef<HTMLHeadingElement>(null)
  /** The keyboard goes on here when what it was in has gone. */
  const back = () => head.current?.focus()
  const shown = (made: string[]) => {
    setCodes(made)
    setSettingUp(false)
    reload()
  }
  return (
    <section class="panel pad">
      <h2 ref={head} tabIndex={-1}>
        {t('account.factor')}
      </h2>
      {state.phase === 'loading' && <Waiting rows={1} />}
      {state.phase === 'fault' && <FaultNote fault={state.fault} />}
      {state.phase === 'ready' && !state.value.enabled && !settingUp && (
        <>
          <p>{t('account.factor.off')}</p>
          <div class="actions">
            <Button icon={<ShieldCheck />} onClick={() => setSettingUp(true)}>
              {t('account.factor.begin')}
            </Button>
          </div>
        </>
      )}
      {settingUp && (
        <FactorSetup
          onCancel={() => {
            setSettingUp(false)
            back()
          }}
          onEnabled={(made) => {
            toast(t('account.factor.enabled'))
            shown(made)
            onChanged()
          }}
        />
      )}
      {state.phase === 'ready' && state.value.enabled && <On state={state.value} onCodes={shown} onOff={reload} />}
      {codes && (
        <ShownOnce
          title={t('account.factor.codes')}
          text={t('account.factor.codes.text')}
          value={codes.join('\n')}
          close={t('account.factor.codes.close')}
          onClose={() => {
            setCodes(null)
            requestAnimationFrame(back)
          }}
        />
      )}
    </section>
  )
}

interface OnProps {
  state: FactorOut
  onCodes: (codes: string[]) => void
  onOff: () => void
}

function On({ state, onCodes, onOff }: OnProps) {
  const [asked, setAsked] = useState<'off' | 'codes' | null>(null)
  const close = () => {
    setAsked(null)
    off.forget()
    renew.forget()
  }
  const off = useAsyncAction(asks.disable, () => {
    toast(t('account.factor.disabled'))
    close()
    onOff()
  })
  const renew = useAsyncAction(asks.renewCodes, ({ recovery_codes }) => {
    close()
    onCodes(recovery_codes)
  })
  const { recovery_codes_left: count, enabled_at } = state
  const since = enabled_at ? exactDay(new Date(enabled_at)) : ''
  return (
    <>
      <p>{t('account.factor.on', { since, count })}</p>
      {count <= FEW_CODES && <p class="note attention">{t('account.factor.few')}</p>}
      <div class="actions">
        <Button onClick={() => setAsked('codes')}>{t('account.factor.renew')}</Button>
        <Button onClick={() => setAsked('off')}>{t('account.factor.disable')}</Button>
      </div>
      {asked === 'off' && (
        <ProofDialog
          title={t('account.factor.disable.title')}
          text={t('account.factor.disable.text')}
          does={t('account.factor.disable')}
          look="danger"
          action={off}
          onClose={close}
        />
      )}
      {asked === 'codes' && (
        <ProofDialog
          title={t('account.factor.renew')}
          text={t('account.factor.renew.text')}
          does={t('account.factor.renew')}
          look="primary"
          action={renew}
          onClose={close}
        />
      )}
    </>
  )
}
