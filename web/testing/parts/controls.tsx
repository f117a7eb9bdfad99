// What people press and fill in: buttons, fields, switches, choices, tabs, questions and short words.
import { Check, Search, Trash2 } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { Button, IconButton } from '../../parts/button.tsx'
import { ChosenBar, Pick } from '../../parts/chosen-bar.tsx'
import { Confirm, Dialog } from '../../parts/dialog.tsx'
import { Choice, Field, Switch } from '../../parts/field.tsx'
import { LanguageSelect } from '../../parts/language-select.tsx'
import { Picks } from '../../parts/picks.tsx'
import { SaveForm } from '../../parts/save-form.tsx'
import { SelectField } from '../../parts/select-field.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { toast } from '../../parts/toasts.tsx'
import type { AsyncAction } from '../../parts/use-async-action.ts'
import { LONG, Part, State, TURNED, UNBROKEN } from './shown.tsx'

const LOOKS = ['primary', 'plain', 'danger', 'quiet'] as const

export function Buttons() {
  return (
    <>
      <Part name="Button">
        {LOOKS.map((look) => (
          <State key={look} of={look}>
            <div class="actions">
              <Button look={look}>Save</Button>
              <Button look={look} icon={<Check />}>
                Save
              </Button>
              <Button look={look} disabled>
                Save
              </Button>
              <Button look={look} pending>
                Save
              </Button>
            </div>
          </State>
        ))}
        <State of="long words">
          <div class="actions">
            <Button look="primary" icon={<Check />}>
              {LONG}
            </Button>
          </div>
        </State>
        <State of="right to left">
          <div class="actions">
            <Button icon={<Check />}>{TURNED}</Button>
          </div>
        </State>
      </Part>
      <Part name="IconButton">
        <State of="quiet, and out of use">
          <div class="actions">
            <IconButton label="Search">
              <Search />
            </IconButton>
            <IconButton label="Search is not possible now" disabled>
              <Search />
            </IconButton>
          </div>
        </State>
        <State of="on a picture, and pressed">
          <div class="shown-picture">
            <IconButton look="picture" label="Remove">
              <Trash2 />
            </IconButton>
            <IconButton look="picture" label="Keep" aria-pressed>
              <Check />
            </IconButton>
          </div>
        </State>
      </Part>
    </>
  )
}

function FieldState(props: Partial<Parameters<typeof Field>[0]> & { label: string; of: string; start?: string }) {
  const { of, start = '', ...rest } = props
  const [value, setValue] = useState(start)
  return (
    <State of={of}>
      <Field {...rest} value={value} onValue={setValue} />
    </State>
  )
}

export function Forms() {
  const [on, setOn] = useState(true)
  const [days, setDays] = useState<number | null>(14)
  const [chosen, setChosen] = useState<'dark' | 'light' | 'auto'>('auto')
  return (
    <>
      <Part name="Field">
        <FieldState of="empty" label="Name" placeholder="Garage" />
        <FieldState of="with help" label="Address in your network" help="As in the recorder's own menu." />
        <FieldState of="secret" label="Password on the device" type="password" start="not for everybody" />
        <FieldState of="wrong" label="Address" start="192.168.1.256" problem="This is no address." />
        <FieldState
          of="warned of"
          label="Address"
          start="81.2.69.160"
          warning="This address is public. Never expose a recorder to the internet: use a VPN."
        />
        <FieldState of="out of use" label="User" start="porchlight" disabled />
        <FieldState of="long words" label={LONG} start={UNBROKEN} help={LONG} problem={LONG} />
        <FieldState of="right to left" label={TURNED} start={TURNED} />
      </Part>
      <Part name="Switch">
        <State of="on">
          <Switch label="Watch over this device" checked={on} onChecked={setOn} />
        </State>
        <State of="off, with help">
          <Switch
            label="Watch over this device"
            help="It is asked for alarms."
            checked={!on}
            onChecked={() => setOn(!on)}
          />
        </State>
        <State of="long words">
          <Switch label={LONG} help={`${LONG} ${UNBROKEN}`} checked={on} onChecked={setOn} />
        </State>
      </Part>
      <Part name="SelectField">
        <State of="a number, or none, with help">
          <SelectField
            label="Keep it for"
            help="The oldest goes first."
            value={days}
            options={[
              [7, '7 days'],
              [14, '14 days'],
              [null, 'Good'],
            ]}
            onValue={setDays}
          />
        </State>
        <State of="long words, right to left">
          <SelectField label={TURNED} help={LONG} value={1} options={[[1, LONG]]} onValue={setDays} />
        </State>
      </Part>
      <Part name="LanguageSelect">
        <State of="as at the door">
          <LanguageSelect />
        </State>
        <State of="with a long help">
          <LanguageSelect help={LONG} />
        </State>
      </Part>
      <Part name="Choice">
        <State of="few">
          <Choice
            label="Theme"
            value={chosen}
            options={[
              ['auto', 'As the system'],
              ['dark', 'Dark'],
              ['light', 'Light'],
            ]}
            onValue={setChosen}
          />
        </State>
        <State of="long words, right to left">
          <Choice
            label={TURNED}
            value={chosen}
            options={[
              ['auto', LONG],
              ['dark', TURNED],
              ['light', 'Light'],
            ]}
            onValue={setChosen}
          />
        </State>
      </Part>
      <SaveForms />
    </>
  )
}

function SaveForms() {
  const fault = { status: 409, message: 'MQTT is set by a variable. Change it there.', problems: [] }
  return (
    <Part name="SaveForm">
      <State of="nothing to save">
        <SaveForm save={action({})} canSave={false}>
          <Field label="Name" value="Garage" onValue={() => {}} />
        </SaveForm>
      </State>
      <State of="being saved">
        <SaveForm save={action({ pending: true })} canSave>
          <Field label="Name" value="Garage" onValue={() => {}} />
        </SaveForm>
      </State>
      <State of="not saved, long words">
        <SaveForm save={action({ fault })} canSave>
          <Field label={LONG} value={UNBROKEN} onValue={() => {}} />
        </SaveForm>
      </State>
      <State of="told otherwise, right to left">
        <SaveForm save={action({ fault })} canSave note={<p class="note">{TURNED}</p>}>
          <Field label={TURNED} value={TURNED} onValue={() => {}} />
        </SaveForm>
      </State>
    </Part>
  )
}

export function Picking() {
  const [on, setOn] = useState(true)
  return (
    <>
      <Part name="Pick">
        <State of="on, off, some, and without a word beside it">
          <Pick shown label="Garage" checked={on} onChecked={setOn} />
          <Pick shown label="Garden" checked={!on} onChecked={() => setOn(!on)} />
          <Pick shown label="Pick all" some checked={false} onChecked={setOn} />
          <Pick label="Pick Garage" checked={on} onChecked={setOn} />
        </State>
        <State of="long words, right to left">
          <Pick shown label={LONG} checked={on} onChecked={setOn} />
          <Pick shown label={TURNED} checked={on} onChecked={setOn} />
        </State>
      </Part>
      <Part name="ChosenBar">
        <State of="a few" wide>
          <ChosenBar words="3 clips, 120 MB" onNone={() => setOn(false)}>
            <Button icon={<Trash2 />}>Remove</Button>
            <Button look="primary">As a ZIP</Button>
          </ChosenBar>
        </State>
        <State of="long words" wide>
          <ChosenBar words={LONG} onNone={() => setOn(false)}>
            <Button look="primary">{TURNED}</Button>
          </ChosenBar>
        </State>
      </Part>
      <PicksShown />
    </>
  )
}

const PLACES = ['Porch', 'Garage', LONG, TURNED].map((name, index) => [index, name] as const)

function PicksShown() {
  const [all, setAll] = useState<number[] | null>(null)
  const [some, setSome] = useState<number[] | null>([1, 2])
  const words = (picked: readonly number[] | null) => (picked ? `${picked.length} cameras` : 'All cameras')
  return (
    <Part name="Picks">
      <State of="all">
        <Picks label="Cameras" words={words} options={PLACES} value={all} onValue={setAll} />
      </State>
      <State of="some">
        <Picks label="Some cameras" words={words} options={PLACES} value={some} onValue={setSome} />
      </State>
    </Part>
  )
}

const tabsOf = (labels: string[], here: number) => labels.map((label, i) => ({ href: '#', label, here: i === here }))

export function Ways() {
  return (
    <Part name="Tabs">
      <State of="few" wide>
        <Tabs label="Few" tabs={tabsOf(['Overview', 'System', 'Channels'], 0)} />
      </State>
      <State of="more than a phone is wide, the last one open" wide>
        <Tabs
          label="Many"
          tabs={tabsOf(['Overview', 'System', 'Channels', 'Schedule', 'Users', 'Log', TURNED, 'Sync'], 7)}
        />
      </State>
    </Part>
  )
}

const action = (state: Partial<AsyncAction<[]>>): AsyncAction<[]> => ({
  run: async () => {},
  pending: false,
  fault: null,
  problem: () => undefined,
  unless: () => null,
  forget: () => {},
  ...state,
})

/** By the name of the button that opens it. */
const QUESTIONS: Record<string, AsyncAction<[]>> = {
  'A question': action({}),
  'A question that is being answered': action({ pending: true }),
  'A question that met a fault': action({
    fault: { status: 502, message: 'The device at 192.168.1.63 does not answer.', problems: [] },
  }),
}

export function Questions() {
  const [open, setOpen] = useState<string | null>(null)
  const close = () => setOpen(null)
  const asked = open ? QUESTIONS[open] : undefined
  return (
    <>
      <Part name="Dialog">
        <State of="opened by these" wide>
          <div class="actions">
            {[...Object.keys(QUESTIONS), 'A long text', 'A secret'].map((name) => (
              <Button key={name} onClick={() => setOpen(name)}>
                {name}
              </Button>
            ))}
          </div>
        </State>
        {asked && (
          <Confirm
            title="Remove this device?"
            text="Its alarms are removed too. Nothing changes on the device itself."
            does="Remove"
            action={asked}
            onClose={close}
          />
        )}
        {open === 'A secret' && (
          <ShownOnce title="API keys" text={LONG} value={UNBROKEN} close="I have it" onClose={close} />
        )}
        {open === 'A long text' && (
          <Dialog title={LONG} onClose={close}>
            <p>{`${LONG} ${UNBROKEN} ${TURNED}`}</p>
            <div class="actions end">
              <Button onClick={close}>Close</Button>
            </div>
          </Dialog>
        )}
      </Part>
      <Part name="Toast">
        <State of="said by these" wide>
          <div class="actions">
            <Button onClick={() => toast('Garage is added.')}>A word</Button>
            <Button onClick={() => toast('Alarm removed', { undo: () => {}, settle: () => {} })}>A word to undo</Button>
            <Button onClick={() => toast(`${LONG} ${UNBROKEN}`)}>A long word</Button>
          </div>
        </State>
      </Part>
    </>
  )
}
