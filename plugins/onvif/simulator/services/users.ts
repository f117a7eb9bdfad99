// The camera's own accounts, as its device service tells and changes them.
import type { Account } from '../login.ts'
import { invalid } from '../soap.ts'
import { x } from '../xml.ts'
import { all, type Element, textAt } from '../xml-read.ts'
import { forAdministrators, type Service } from './operation.ts'

const LEVELS = ['Administrator', 'Operator', 'User'] as const
const MOST = 8

function levelOf(element: Element): Account['level'] {
  const level = LEVELS.find((one) => one === textAt(element, 'UserLevel'))
  if (!level) throw invalid('ter:UserLevel', 'Unknown user level')
  return level
}

const missing = () => invalid('ter:UsernameMissing', 'Username not recognized')

export const users: Service = {
  GetUsers(question) {
    forAdministrators(question)
    return x(
      'tds:GetUsersResponse',
      question.camera.accounts.map(({ name, level }) =>
        x('tds:User', x('tt:Username', name), x('tt:UserLevel', level)),
      ),
    )
  },
  CreateUsers(question) {
    forAdministrators(question)
    const { camera, body } = question
    const added = all(body, 'User').map((user) => ({
      name: textAt(user, 'Username') ?? '',
      password: textAt(user, 'Password') ?? '',
      level: levelOf(user),
    }))
    if (camera.accounts.length + added.length > MOST)
      throw invalid('ter:TooManyUsers', 'Maximum number of users exceeded')
    for (const { name, password } of added) {
      if (camera.accounts.some((account) => account.name === name))
        throw invalid('ter:UsernameClash', 'Username already exists')
      if (password.length < 6) throw invalid('ter:PasswordTooWeak', 'Too weak password')
    }
    camera.accounts.push(...added)
    return x('tds:CreateUsersResponse')
  },
  SetUser(question) {
    forAdministrators(question)
    const { camera, body } = question
    for (const user of all(body, 'User')) {
      const account = camera.accounts.find(({ name }) => name === textAt(user, 'Username'))
      if (!account) throw missing()
      account.password = textAt(user, 'Password') ?? account.password
      account.level = levelOf(user)
    }
    return x('tds:SetUserResponse')
  },
  DeleteUsers(question) {
    forAdministrators(question)
    const { camera, body } = question
    for (const { text } of all(body, 'Username')) {
      const index = camera.accounts.findIndex(({ name }) => name === text)
      if (index < 0) throw missing()
      if (index === 0) throw invalid('ter:FixedUser', 'Username may not be deleted')
      camera.accounts.splice(index, 1)
    }
    return x('tds:DeleteUsersResponse')
  },
}
