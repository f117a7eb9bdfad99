// Finds people by what one calls them: a part of the name, of the user name, or of the e-mail address.
import type { AccountOut } from './asks.ts'

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** All whose words hold each word of `sought`; everybody for none. */
export function called<T extends Pick<AccountOut, 'full_name' | 'username' | 'email'>>(
  sought: string,
  all: readonly T[],
): T[] {
  const words = plain(sought).split(/\s+/).filter(Boolean)
  return all.filter(({ full_name, username, email }) => {
    const text = plain([full_name, username, email].join(' '))
    return words.every((word) => text.includes(word))
  })
}
