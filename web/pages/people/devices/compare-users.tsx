// Two users of any recorders side by side, or a user with a template.
import { t } from '../../../texts/t.ts'
import type { DeviceUser } from '../../devices/users/asks.ts'
import { CompareBar } from '../../devices/users/compare-bar.tsx'
import type { Edits } from '../../devices/users/rights.ts'
import type { RightsTemplate } from './asks.ts'
import { asUser, idOf } from './templates.ts'
import { lossTexts, userAt } from './words.ts'

/** As the address names them: `12.7`, `12.-3`. Null where one of them is not there, or has no rights that are known. */
export function pairOf(
  text: string | undefined,
  users: readonly DeviceUser[],
  templates: readonly RightsTemplate[],
): readonly [DeviceUser, DeviceUser] | null {
  const [one, two] = (text ?? '').split('.').map(Number)
  const userOf = (id: number | undefined) => users.find((user) => user.id === id && user.rights)
  const first = userOf(one)
  const template = templates.find((each) => idOf(each) === two)
  const second = template && first ? asUser(template, first) : userOf(two)
  return first && second && first !== second ? [first, second] : null
}

interface Props {
  users: readonly DeviceUser[]
  templates: readonly RightsTemplate[]
  compared: readonly [DeviceUser, DeviceUser]
  edits: Edits
  onCompare: (pair: [number, number] | null) => void
  onEdit?: ((users: readonly number[], next: Edits) => void) | undefined
}

export function CompareUsers({ users, templates, compared, ...props }: Props) {
  const [first, second] = compared
  const options = users.map((user) => ({ id: user.id, name: userAt(user) }))
  const kept = templates.map((template) => ({
    id: idOf(template),
    name: t('rights.template.name', { name: template.name }),
  }))
  const template = templates.find((each) => idOf(each) === second.id)
  const losses = template
    ? lossTexts(template, first)
    : first.device === second.device
      ? []
      : [...lossTexts(first, second), ...lossTexts(second, first)]
  return (
    <CompareBar {...props} compared={compared} nameOf={userAt} options={[options, [...options, ...kept]]}>
      {losses.length > 0 && (
        <div class="losses">
          <ul>
            {losses.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
    </CompareBar>
  )
}
