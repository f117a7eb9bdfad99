// Whether a part of the settings is of any use to whoever is signed in.
import { mayManage, mayOperate, person } from '../../session.ts'
import type { Whose } from './parts.ts'

export function isTheirs(whose: Whose): boolean {
  switch (whose) {
    case 'everybody':
      return true
    case 'operators':
      return mayOperate.value
    case 'admins':
      return mayManage.value
    case 'founder':
      return person.value?.founder === true
  }
}
