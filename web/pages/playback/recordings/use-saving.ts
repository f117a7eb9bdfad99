// A file of ours that the browser saves: signed when the button is pressed, then an address like any other.
import { api } from '../../../api.ts'
import { addressOf } from '../../../base.ts'
import { type AsyncAction, useAsyncAction } from '../../../parts/use-async-action.ts'

/** `path` as it is signed, such as `/recordings/…/download`. */
export const useSaving = (path: string): AsyncAction<[]> =>
  useAsyncAction(
    () => api.sign(path),
    ({ url }) => {
      const link = document.createElement('a')
      link.href = addressOf(url)
      link.download = ''
      link.click()
    },
  )
