// What somebody sets for himself alone: password, second factor, open sign-ins, keys, stream links.
import { useState } from 'preact/hooks'
import { Page } from '../../parts/page.tsx'
import { t } from '../../texts/t.ts'
import './account.css'
import { AccountHead } from './account-head.tsx'
import { FactorSection } from './factor-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { LinksSection } from './links-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SignInsSection } from './sign-ins-section.tsx'

export function AccountPage() {
  const [round, setRound] = useState(0)
  const signInsChanged = () => setRound((count) => count + 1)
  return (
    <Page title={t('account.title')} back={{ path: '/settings', label: t('nav.settings') }}>
      <section class="panel pad">
        <AccountHead />
      </section>
      <PasswordSection onChanged={signInsChanged} />
      <FactorSection onChanged={signInsChanged} />
      <SignInsSection key={round} />
      <KeysSection />
      <LinksSection />
    </Page>
  )
}
