// User name and password in an address, as a person has typed them there.

/** A `%` that begins no encoding is one. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What is not there is null. */
export function loginOf({ username, password }: URL): { username: string | null; password: string | null } {
  return { username: decoded(username) || null, password: decoded(password) || null }
}
