// The web UI begins here: theme, entrance, routes.
import { render } from 'preact'
import { useEffect } from 'preact/hooks'
import { LocationProvider, lazy, Route, Router } from 'preact-iso'
import { addressOf, basePath } from './base.ts'
import { forget, loadAll } from './household.ts'
import { watchJobs } from './jobs.ts'
import { startUpdates } from './live-updates.ts'
import './look.css'
import { feed } from './pages/alarms/feed.ts'
import { EnterPage } from './pages/enter/enter-page.tsx'
import {
  AccountPage,
  ActivityPage,
  AddDevicePage,
  AlarmsPage,
  AllChannelsPage,
  ChannelPage,
  DayPage,
  DevicePage,
  DevicesPage,
  FindDevicesPage,
  FindPage,
  fetchPages,
  GapsPage,
  HubPage,
  LogPage,
  PartPage,
  PeoplePage,
  PersonPage,
  PlaybackPage,
  ProcessesPage,
  RecorderPage,
  RecordingsPage,
  RightsPage,
  RulesPage,
  SettingsPage,
  StoragePage,
  SystemPage,
  WelcomePage,
  ZonesPage,
} from './pages/later.ts'
import { LivePage } from './pages/live/live-page.tsx'
import { forgetWalls } from './pages/live/walls/own.ts'
import { Sought } from './pages/settings/search/sought.ts'
import { Drawing } from './parts/drawing.tsx'
import { Mark } from './parts/mark.tsx'
import { Page } from './parts/page.tsx'
import { forgetFrames } from './parts/player/last-frames.ts'
import { Shell } from './parts/shell/shell.tsx'
import { Empty } from './parts/states.tsx'
import { settleAll } from './parts/toasts.tsx'
import { guardLeaving } from './parts/unsaved.ts'
import { begin, entrance } from './session.ts'
import { language, t } from './texts/t.ts'
import { startClock } from './times.ts'

function App() {
  switch (entrance.value) {
    case 'starting':
      return <Splash />
    case 'unreachable':
      return (
        <main class="enter">
          <div class="empty" role="alert">
            <Drawing name="fault" />
            <h1>{t('app.unreachable')}</h1>
            <p>{t('app.unreachable.do')}</p>
          </div>
        </main>
      )
    case 'first-account':
      return <EnterPage first />
    case 'signed-out':
      return <EnterPage first={false} />
    case 'signed-in':
      return <House />
  }
}

function Splash() {
  return (
    <main class="enter" aria-busy="true">
      <Mark />
      <h1 class="unseen">{t('app.starting')}</h1>
    </main>
  )
}

/** Every part in each of its states: where the UI is developed, and no byte of it in what is shipped. */
const PartsPage =
  process.env.NODE_ENV === 'development'
    ? lazy(() => import('./testing/parts/parts-page.tsx').then((file) => file.PartsPage))
    : null

/** By then the first page has asked for what it shows. */
const PAGES_AFTER_MS = 1500

/** Everything behind the door. */
function House() {
  useEffect(() => {
    // Of whoever was here before: his pictures ended after his pages.
    forgetFrames()
    void loadAll()
    const stopUpdates = startUpdates()
    const stopClock = startClock()
    const stopJobs = watchJobs()
    const soon = setTimeout(() => {
      void fetchPages()
      void import('./push/begin.ts').then(({ beginWorker }) => beginWorker()).catch(() => {})
    }, PAGES_AFTER_MS)
    return () => {
      stopUpdates()
      stopClock()
      stopJobs()
      clearTimeout(soon)
      void settleAll()
      forget()
      forgetFrames()
      forgetWalls()
      feed.clear()
    }
  }, [])
  const base = basePath()
  return (
    <LocationProvider>
      <Sought />
      <Shell>
        <Router onRouteChange={focusPage}>
          <Route path={`${base}/`} component={LivePage} />
          <Route path={`${base}/live/:id`} component={ChannelPage} />
          <Route path={`${base}/live/:id/zones`} component={ZonesPage} />
          <Route path={`${base}/playback`} component={PlaybackPage} />
          <Route path={`${base}/playback/find`} component={FindPage} />
          <Route path={`${base}/playback/recordings`} component={RecordingsPage} />
          <Route path={`${base}/playback/rules`} component={RulesPage} />
          <Route path={`${base}/playback/recorder`} component={RecorderPage} />
          <Route path={`${base}/playback/gaps`} component={GapsPage} />
          <Route path={`${base}/playback/:channel`} component={DayPage} />
          <Route path={`${base}/account`} component={AccountPage} />
          <Route path={`${base}/activity`} component={ActivityPage} />
          <Route path={`${base}/alarms`} component={AlarmsPage} />
          <Route path={`${base}/devices`} component={DevicesPage} />
          <Route path={`${base}/devices/new`} component={AddDevicePage} />
          <Route path={`${base}/devices/find`} component={FindDevicesPage} />
          <Route path={`${base}/devices/channels`} component={AllChannelsPage} />
          <Route path={`${base}/devices/:id/:tab?`} component={DevicePage} />
          <Route path={`${base}/people`} component={PeoplePage} />
          <Route path={`${base}/people/devices`} component={RightsPage} />
          <Route path={`${base}/people/:id`} component={PersonPage} />
          <Route path={`${base}/system`} component={SystemPage} />
          <Route path={`${base}/system/storage`} component={StoragePage} />
          <Route path={`${base}/system/processes`} component={ProcessesPage} />
          <Route path={`${base}/system/log`} component={LogPage} />
          <Route path={`${base}/settings`} component={SettingsPage} />
          <Route path={`${base}/settings/hub`} component={HubPage} />
          <Route path={`${base}/settings/:part`} component={PartPage} />
          <Route path={`${base}/welcome/:step?`} component={WelcomePage} />
          {PartsPage ? <Route path={`${base}/parts`} component={PartsPage} /> : []}
          <Route default component={Missing} />
        </Router>
      </Shell>
    </LocationProvider>
  )
}

/** A reader hears the new page, and the keyboard goes on in it; a page that has put the focus somewhere keeps it there. */
function focusPage() {
  const main = document.getElementById('content')
  if (!main?.contains(document.activeElement)) main?.focus({ preventScroll: true })
}

function Missing() {
  return (
    <Page title={t('app.missing')}>
      <Empty drawing="porch" title={t('app.missing')} text={t('app.missing.do')}>
        <a class="button primary" href={addressOf('/')}>
          <span>{t('do.toLive')}</span>
        </a>
      </Empty>
    </Page>
  )
}

document.documentElement.lang = language
guardLeaving()
const place = document.getElementById('app')
if (place) render(<App />, place)
void begin()
