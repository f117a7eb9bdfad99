// The three roles, with what the chosen one may do.
import { Choice } from '../../parts/field.tsx'
import { t } from '../../texts/t.ts'
import { ROLES, type Role } from './asks.ts'

export function RoleChoice({ value, onValue }: { value: Role; onValue: (role: Role) => void }) {
  return (
    <div class="role-choice">
      <Choice
        label={t('people.role')}
        value={value}
        options={ROLES.map((role) => [role, t(`people.role.${role}`)] as const)}
        onValue={onValue}
      />
      <p class="note" aria-live="polite">
        {t(`people.role.${value}.help`)}
      </p>
    </div>
  )
}
