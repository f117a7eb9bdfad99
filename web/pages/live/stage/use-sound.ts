// Sound of the big picture, as it was the last time.
import { useCallback, useEffect, useState } from 'preact/hooks'

const SOUND = 'porchlight.sound'

export function useSound(hasSound: boolean) {
  const [sound, setSound] = useState(false)
  useEffect(() => {
    // Browsers allow sound only after the person has touched the page once.
    if (hasSound && localStorage.getItem(SOUND) === 'on' && navigator.userActivation?.hasBeenActive) setSound(true)
  }, [hasSound])
  const toggle = useCallback(() => {
    setSound((before) => {
      localStorage.setItem(SOUND, before ? 'off' : 'on')
      return !before
    })
  }, [])
  return { sound, toggle }
}
