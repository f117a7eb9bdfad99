// What stands where something will be, is not, or cannot be: empty, fault, waiting, long work, drawings, still pictures.

import type { JobOut } from '../../jobs.ts'
import { Button } from '../../parts/button.tsx'
import { Drawing, type DrawingName } from '../../parts/drawing.tsx'
import { JobLine } from '../../parts/job-line.tsx'
import { Mark } from '../../parts/mark.tsx'
import { SignedPicture } from '../../parts/signed-picture.tsx'
import { Empty, FaultNote, FaultView, Waiting } from '../../parts/states.tsx'
import { LONG, Part, State, TURNED, UNBROKEN } from './shown.tsx'

const DRAWINGS: DrawingName[] = ['porch', 'quiet', 'recorder', 'fault', 'key']
const fault = (message: string) => ({ status: 502, message, problems: [] })
const AWAY = fault('The device at 192.168.1.63 does not answer.')

export function States() {
  return (
    <>
      <Part name="Empty">
        <State of="with one thing to do">
          <Empty drawing="porch" title="No cameras yet" text="Add the recorder of your house, and its pictures appear.">
            <Button look="primary">Add a device</Button>
          </Empty>
        </State>
        <State of="nothing to do">
          <Empty drawing="quiet" title="All quiet" text="Alarms appear here as they come." />
        </State>
        <State of="long words, right to left">
          <Empty drawing="recorder" title={LONG} text={`${UNBROKEN} ${TURNED}`} />
        </State>
      </Part>
      <Part name="FaultView">
        <State of="with a way to try again">
          <FaultView fault={AWAY} onRetry={() => {}} />
        </State>
        <State of="for good, in long words">
          <FaultView fault={fault(`${LONG} ${UNBROKEN}`)} />
        </State>
      </Part>
      <Part name="FaultNote">
        <State of="no fault">
          <FaultNote fault={null} />
        </State>
        <State of="fault">
          <FaultNote fault={AWAY} />
        </State>
        <State of="in long words, right to left">
          <FaultNote fault={fault(`${UNBROKEN} ${LONG} ${TURNED}`)} />
        </State>
      </Part>
      <Part name="Waiting">
        <State of="for rows">
          <Waiting rows={3} />
        </State>
        <State of="for alarms">
          <Waiting rows={2} kind="alarm" />
        </State>
      </Part>
      <Part name="Drawing and Mark">
        <State of="all of them" wide>
          <div class="shown-drawings">
            <Mark />
            {DRAWINGS.map((name) => (
              <Drawing key={name} name={name} />
            ))}
          </div>
        </State>
      </Part>
      <Part name="SignedPicture">
        <State of="there">
          <div class="shown-picture">
            <SignedPicture path="/channels/11/snapshot.jpg" alt="Driveway" />
          </div>
        </State>
        <State of="not to be had">
          <div class="shown-picture">
            <SignedPicture path="" alt="" />
          </div>
        </State>
      </Part>
    </>
  )
}

const job = (state: Partial<JobOut>): JobOut => ({
  ...{ id: 1, uuid: 'job', kind: 'sync', state: 'running', progress: 0.42, step: 'Recordings of channel 3 of 8' },
  ...{ items_done: 3, items_total: 8, bytes_done: 0, bytes_total: null, eta_seconds: 95, error: null, attempts: 1 },
  ...{ input: { deviceId: 1 }, result: null, created_at: new Date().toISOString(), ended_at: null, may_steer: true },
  started_at: new Date(Date.now() - 60_000).toISOString(),
  ...state,
})

export function LongWork() {
  return (
    <Part name="JobLine">
      <State of="waiting for its turn">
        <JobLine job={job({ state: 'queued', progress: 0, step: null, items_done: 0, started_at: null })} />
      </State>
      <State of="under way">
        <JobLine job={job({})} />
      </State>
      <State of="nearly done, of bytes">
        <JobLine job={job({ progress: 0.99, bytes_done: 1_980_000_000, bytes_total: 2_000_000_000, eta_seconds: 1 })} />
      </State>
      <State of="in long words, right to left">
        <JobLine job={job({ step: `${UNBROKEN} ${LONG} ${TURNED}` })} />
      </State>
    </Part>
  )
}
