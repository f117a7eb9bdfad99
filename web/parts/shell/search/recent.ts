// Where this person went from the search lately, kept in this browser.
import { person } from '../../../session.ts'

const MOST = 5
const key = () => `porchlight.sought.${person.value?.id ?? ''}`

export function recentPaths(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key()) ?? '[]')
    return Array.isArray(kept) ? kept.filter((path) => typeof path === 'string').slice(0, MOST) : []
  } catch {
    return []
  }
}

export function keepRecent(path: string): void {
  const paths = [path, ...recentPaths().filter((one) => one !== path)].slice(0, MOST)
  localStorage.setItem(key(), JSON.stringify(paths))
}
