// What somebody sees who came to a page about the system by its address, and has no business there.
import { Page } from '../../parts/page.tsx'
import { Empty } from '../../parts/states.tsx'
import { mayOperate } from '../../session.ts'
import { t } from '../../texts/t.ts'
import { SystemTabs } from './system-tabs.tsx'

export function Shut({ log = false }: { log?: boolean }) {
  return (
    <Page title={t('nav.system')}>
      {mayOperate.value && <SystemTabs here="log" />}
      <Empty
        drawing="key"
        title={t(log ? 'machine.tab.log' : 'nav.system')}
        text={t(log ? 'machine.log.noRights' : 'machine.noRights')}
      />
    </Page>
  )
}
