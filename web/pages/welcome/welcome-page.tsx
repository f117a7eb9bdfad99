// The first five minutes: devices, a picture, the hub. Each step has an address, can be left, and is found again.
import { useEffect, useState } from 'preact/hooks'
import { useLocation, useRoute } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { devices, loadAll, loadHub } from '../../household.ts'
import { Button } from '../../parts/button.tsx'
import { Page } from '../../parts/page.tsx'
import { Empty, FaultView, Waiting } from '../../parts/states.tsx'
import { toast } from '../../parts/toasts.tsx'
import { mayManage } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { DoneStep } from './done-step.tsx'
import { FindStep } from './find-step.tsx'
import { HubStep } from './hub-step.tsx'
import { PictureStep } from './picture-step.tsx'
import { house, isUnfinished, keep } from './setup.ts'
import { Stepper } from './stepper.tsx'
import { firstOpen, type House, isSetUp, stepIn, stepsOf } from './way.ts'
import './welcome.css'

const VIEWS = { find: FindStep, picture: PictureStep, hub: HubStep, done: DoneStep }

export function WelcomePage() {
  return (
    <Page title={t('setup.title')} actions={isUnfinished.value && <End />}>
      {mayManage.value ? <Way /> : <Empty drawing="key" title={t('setup.title')} text={t('devices.noRights')} />}
    </Page>
  )
}

function Way() {
  const { params } = useRoute()
  const known = house.value
  useEffect(() => keep({ begun: true, over: false }), [])
  const isOver = known !== null && isSetUp(known)
  // A hub that is away for an hour later on does not begin it anew.
  useEffect(() => {
    if (isOver) keep({ over: true })
  }, [isOver])
  const step = stepIn(params.step)
  useEffect(() => document.getElementById('content')?.scrollTo(0, 0), [step])
  if (known === null)
    return devices.value.phase === 'fault' ? (
      <FaultView fault={devices.value.fault} onRetry={() => void loadAll()} />
    ) : (
      <Waiting rows={3} />
    )
  if (!step || !stepsOf(known).includes(step)) return <ToFirstOpen known={known} />
  const View = VIEWS[step]
  return (
    <>
      <Stepper here={step} known={known} />
      <View known={known} />
    </>
  )
}

/** To where one left it. */
function ToFirstOpen({ known }: { known: House }) {
  const { route } = useLocation()
  const [asked, setAsked] = useState(false)
  useEffect(() => {
    void loadHub().then(() => setAsked(true))
  }, [])
  const step = firstOpen(known)
  useEffect(() => {
    // While another page is on its way to the browser this one still stands, and leads nobody back.
    if (asked && location.pathname.startsWith(addressOf('/welcome'))) route(addressOf(`/welcome/${step}`), true)
  }, [asked, step, route])
  return <Waiting rows={3} />
}

function End() {
  const { route } = useLocation()
  const end = () => {
    keep({ over: true })
    toast(t('setup.ended'), { undo: () => keep({ over: false }), settle: () => {} })
    route(addressOf('/'))
  }
  return (
    <Button look="quiet" onClick={end}>
      {t('setup.end')}
    </Button>
  )
}
