// All keys that do something now, of the shell and of what is in sight.
import { type PlainKey, t } from '../../texts/t.ts'
import { Button } from '../button.tsx'
import { Dialog } from '../dialog.tsx'
import { type Key, keysInSight, spellings } from '../keys/keys.ts'
import './keys-dialog.css'
import { allPlaces } from './places.ts'
import { SEARCH_KEYS } from './use-shell-keys.ts'

/** What stands on a key, and its name for those who hear it. */
const NAMES: Readonly<Record<string, { sign?: string; name: PlainKey }>> = {
  ' ': { name: 'keys.name.space' },
  Enter: { name: 'keys.name.enter' },
  Escape: { name: 'keys.name.escape' },
  Delete: { name: 'keys.name.delete' },
  ArrowLeft: { sign: '←', name: 'keys.name.left' },
  ArrowRight: { sign: '→', name: 'keys.name.right' },
  ArrowUp: { sign: '↑', name: 'keys.name.up' },
  ArrowDown: { sign: '↓', name: 'keys.name.down' },
}

interface Line {
  /** Any of these ways, each a row of keys one after the other. */
  ways: readonly (readonly string[])[]
  says: string
}

export function KeysDialog({ onClose }: { onClose: () => void }) {
  const groups = keysInSight()
  return (
    <Dialog title={t('keys.open')} wide onClose={onClose}>
      <div class="keys">
        {groups.map(({ title, keys }) => (
          <Section key={title} title={t(title)} lines={keys.map((key) => ({ ways: waysOf(key), says: t(key.text) }))} />
        ))}
        <Section
          title={t('keys.go')}
          lines={allPlaces().map(({ key, text }) => ({ ways: [['g', key]], says: t(text) }))}
        />
      </div>
      <div class="actions end">
        <Button onClick={onClose}>{t('do.close')}</Button>
      </div>
    </Dialog>
  )
}

function waysOf(key: Key): string[][] {
  const ways = spellings(key).map((one) => [one])
  return key.text === 'find.anything' ? [...ways, [SEARCH_KEYS]] : ways
}

function Section({ title, lines }: { title: string; lines: readonly Line[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {lines.map(({ ways, says }) => (
          <div key={says}>
            <dt>
              {ways.map((way, place) => (
                <span key={way.join()}>
                  {place > 0 && (ways.length > 2 ? ' ' : ` ${t('keys.or')} `)}
                  {way.map((one) => (
                    <Cap key={one} of={one} />
                  ))}
                </span>
              ))}
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** One key, as it is printed; an arrow has a name for those who hear it. */
function Cap({ of }: { of: string }) {
  const named = NAMES[of]
  if (named?.sign)
    return (
      <kbd>
        <span aria-hidden="true">{named.sign}</span>
        <span class="unseen">{t(named.name)}</span>
      </kbd>
    )
  return <kbd>{named ? t(named.name) : of.length === 1 ? of.toUpperCase() : of}</kbd>
}
