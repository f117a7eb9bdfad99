// Which Porchlight this is, and where its API is described.
import { addressOf } from '../../base.ts'
import { version } from '../../session.ts'
import { t } from '../../texts/t.ts'

export function AboutSection() {
  return (
    <section class="panel pad" id="about">
      <h2>{t('settings.about')}</h2>
      <p>
        {t('app.name')} · {t('settings.about.version', { version: version.value })}
      </p>
      <p>
        <a href={addressOf('/api/docs')} target="_blank" rel="noreferrer">
          {t('settings.about.api')}
        </a>
      </p>
    </section>
  )
}
