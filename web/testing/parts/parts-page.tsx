// Every part of the UI in each of its states on one page, for those who develop it.
import { Button } from '../../parts/button.tsx'
import { Page } from '../../parts/page.tsx'
import { Buttons, Forms, Picking, Questions, Ways } from './controls.tsx'
import { Household } from './household.tsx'
import { Players, Tiles } from './pictures.tsx'
import { LongWork, States } from './states.tsx'

export function PartsPage() {
  return (
    <Page title="Parts" wide back={{ path: '/', label: 'Back to the pictures' }} actions={<Button>An action</Button>}>
      <Buttons />
      <Forms />
      <Picking />
      <Ways />
      <Questions />
      <States />
      <LongWork />
      <Players />
      <Tiles />
      <Household />
    </Page>
  )
}
