// Whether a new alarm is heard in this browser, behind a button of the top line.
import { Volume2, VolumeX } from 'lucide-preact'
import { useId } from 'preact/hooks'
import { useOpened } from '../../parts/shell/use-opened.ts'
import { t } from '../../texts/t.ts'
import { chooseSound, SOUNDS, sound } from './sound.ts'

export function SoundButton() {
  const { open, setOpen, place } = useOpened<HTMLDivElement>()
  const id = useId()
  const label = `${t('alarms.sound')}: ${t(`alarms.sound.${sound.value}`)}`
  return (
    <div class="sound" ref={place}>
      <button
        type="button"
        class="icon-button quiet"
        aria-label={label}
        title={label}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {sound.value === 'off' ? <VolumeX /> : <Volume2 />}
      </button>
      {open && (
        <fieldset class="alarm-panel" id={id}>
          <legend>{t('alarms.sound')}</legend>
          {SOUNDS.map((one) => (
            <label key={one} class="pick">
              <input type="radio" name={id} checked={one === sound.value} onChange={() => chooseSound(one)} />
              <span>{t(`alarms.sound.${one}`)}</span>
            </label>
          ))}
        </fieldset>
      )}
    </div>
  )
}
