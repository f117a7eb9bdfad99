// What somebody sets for himself alone: password, second factor, open sign-ins, keys, stream links.
import { useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { Page } from '../../parts/page.tsx'
import { t } from '../../texts/t.ts'
import './account.css'
import { AccountHead } from './account-head.tsx'
import { FactorSection } from './factor-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { LinksSection } from './links-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SignInsSection } from './sign-ins-section.tsx'
import { TrustedSection } from './trusted-section.tsx'

export function AccountPage() {
  const [round, setRound] = useState(0)
  /** The channel that a link is to be made of: whoever comes for that finds it first. */
  const wanted = Number(useLocation().query.link) || null
  const links = <LinksSection key="links" channel={wanted} />
  const back =
    wanted === null
      ? { path: '/settings', label: t('nav.settings') }
      : { path: `/live/${wanted}`, label: t('account.links.back') }
  const signInsChanged = () => setRound((count) => count + 1)
  return (
    <Page title={t('account.title')} back={back}>
      {wanted !== null && links}
      <section class="panel pad">
        <AccountHead />
      </section>
      <PasswordSection onChanged={signInsChanged} />
      <FactorSection onChanged={signInsChanged} />
      <SignInsSection key={round} />
      <TrustedSection key={`trusted ${round}`} />
      <KeysSection />
      {wanted === null && links}
    </Page>
  )
}
