// Address and login of a device, with the connection test beside its button; for a new device and for a known one.
import { useRef, useState } from 'preact/hooks'
import { isEncrypted } from '../../addresses.ts'
import { api } from '../../api.ts'
import { Button } from '../../parts/button.tsx'
import { Choice, Field, Switch } from '../../parts/field.tsx'
import { FaultNote } from '../../parts/states.tsx'
import { useAsyncAction } from '../../parts/use-async-action.ts'
import { useDraft } from '../../parts/use-draft.ts'
import { t } from '../../texts/t.ts'
import type { DeviceOut, TestOut } from '../../wire.ts'
import { ConnectionTest } from './connection-test.tsx'
import {
  addressHelp,
  changesOf,
  type Draft,
  draftOf,
  inputOf,
  type Problems,
  problemsOf,
  warningOf,
} from './device-input.ts'
import { StreamTrial } from './stream-trial.tsx'

interface Props {
  device?: DeviceOut
  /** Adds only what the connection test has signed in to. */
  testsFirst?: boolean
  onDone: (draft: Draft) => void
}

export function DeviceForm({ device, testsFirst = false, onDone }: Props) {
  // What another admin changed meanwhile is no wish of this one.
  const [draft, setDraft] = useDraft(draftOf(device))
  const [problems, setProblems] = useState<Problems>({})
  const [result, setResult] = useState<TestOut | null>(null)
  const rtsp = draft.brand === 'rtsp'
  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change })
    setProblems({})
    setResult(null)
  }
  const save = useAsyncAction(
    () => (device ? api.changeDevice(device.id, changesOf(draft, device)) : api.addDevice(inputOf(draft))),
    () => {
      setDraft({ ...draft, password: '' })
      onDone(draft)
    },
  )
  /** What is to be added when its test has gone well. */
  const tested = useRef<Draft | null>(null)
  const test = useAsyncAction(
    () => api.testDevice(inputOf(draft)),
    (answer) => {
      setResult(answer)
      if (answer.auth_ok && tested.current === draft) void save.run()
      tested.current = null
    },
  )
  const submit = () => {
    // A stream has no login to be signed in to; its trial only looks.
    if (!testsFirst || rtsp || result?.auth_ok) return void save.run()
    tested.current = draft
    void test.run()
  }
  const checked = (then: () => void) => {
    const found = problemsOf(draft, !device)
    setProblems(found)
    if (Object.keys(found).length === 0) then()
  }
  const problem = (field: keyof Problems) => problems[field] ?? save.problem(field) ?? test.problem(field)
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault()
        checked(submit)
      }}
    >
      {!device && (
        <Choice
          label={t('devices.form.brand')}
          value={draft.brand}
          options={[
            ['hikvision', t('devices.form.brand.hikvision')],
            ['onvif', t('devices.form.brand.onvif')],
            ['rtsp', t('devices.form.brand.rtsp')],
          ]}
          onValue={(brand) => set({ brand })}
        />
      )}
      <Field
        label={rtsp ? t('devices.form.address.rtsp') : t('devices.form.address')}
        placeholder={rtsp ? t('devices.form.address.rtsp.example') : t('devices.form.address.example')}
        help={addressHelp(draft)}
        value={draft.address}
        onValue={(address) => set({ address })}
        inputMode="url"
        autocomplete="off"
        problem={problem('ip_web')}
        warning={warningOf(draft)}
      />
      {rtsp && (
        <Field
          label={t('devices.form.sub')}
          placeholder={t('devices.form.sub.example')}
          help={t('devices.form.sub.help')}
          value={draft.subAddress}
          onValue={(subAddress) => set({ subAddress })}
          inputMode="url"
          autocomplete="off"
          problem={problem('sub_rtsp_url')}
        />
      )}
      <Field
        label={t('devices.form.username')}
        value={draft.username}
        onValue={(username) => set({ username })}
        autocomplete="off"
        problem={problem('username')}
      />
      <Field
        label={t('devices.form.password')}
        type="password"
        value={draft.password}
        onValue={(password) => set({ password })}
        autocomplete="new-password"
        help={device ? t('devices.form.password.keep') : t('devices.form.password.help')}
        problem={problem('password')}
      />
      <Field
        label={t('devices.form.name')}
        value={draft.name}
        onValue={(name) => set({ name })}
        maxLength={64}
        autocomplete="off"
        help={t('devices.form.name.help')}
      />
      {isEncrypted(draft.address) && (
        <Switch
          label={t('devices.form.verify')}
          help={t('devices.form.verify.help')}
          checked={draft.verifyTls}
          onChecked={(verifyTls) => set({ verifyTls })}
        />
      )}
      <details class="more">
        <summary>{t('devices.form.more')}</summary>
        <Switch
          label={t('devices.form.watch')}
          help={t('devices.form.watch.help')}
          checked={draft.watched}
          onChecked={(watched) => set({ watched })}
        />
        {!rtsp && (
          <Field
            label={t('devices.form.stream')}
            value={draft.streamHost}
            onValue={(streamHost) => set({ streamHost })}
            autocomplete="off"
            help={t('devices.form.stream.help')}
          />
        )}
      </details>
      {rtsp ? (
        <StreamTrial
          key={JSON.stringify([draft.address, draft.subAddress, draft.username, draft.password])}
          {...{ draft, device, checked }}
        />
      ) : (
        <ConnectionTest
          result={result}
          pending={test.pending}
          fault={test.fault}
          onTest={() => {
            tested.current = null
            checked(() => void test.run())
          }}
        />
      )}
      <FaultNote fault={save.fault} />
      <div class="actions">
        <Button look="primary" type="submit" pending={save.pending || (test.pending && tested.current !== null)}>
          {device ? t('do.save') : t('devices.form.add.do')}
        </Button>
      </div>
    </form>
  )
}
