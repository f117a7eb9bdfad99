// What is drawn with the settings once they are there, and again when one of them was saved.
import type { ComponentChildren } from 'preact'
import { api } from '../../api.ts'
import { loadHub } from '../../household.ts'
import { FaultView, Waiting } from '../../parts/states.tsx'
import { useLoaded } from '../../parts/use-loaded.ts'
import type { SettingOut } from '../../wire.ts'

interface Given {
  settings: readonly SettingOut[]
  onSaved: () => void
}

export function WithSettings({ children }: { children: (given: Given) => ComponentChildren }) {
  const { state, reload } = useLoaded(api.settings)
  if (state.phase === 'loading') return <Waiting rows={3} />
  if (state.phase === 'fault') return <FaultView fault={state.fault} onRetry={reload} />
  const onSaved = () => {
    reload()
    void loadHub()
  }
  return <>{children({ settings: state.value, onSaved })}</>
}
