// What a setting may be. All of them are texts in VibeNVR's API: a check gives the text to keep, or says what is wrong with it.

/** Told in an answer as `Invalid value for <key>: …`. */
export class Wrong extends Error {}

export type Check = (text: string) => string

const MOST_BYTES = 1024

export const line: Check = (text) => {
  if (Buffer.byteLength(text) > MOST_BYTES) throw new Wrong(`must have at most ${MOST_BYTES} bytes`)
  if (/\p{Cc}/u.test(text)) throw new Wrong('must not contain control characters')
  return text
}

const WORDS: Record<string, string> = { true: 'true', '1': 'true', false: 'false', '0': 'false' }

/** As Python writes them, too. */
export const yesOrNo: Check = (text) => {
  const found = WORDS[text.trim().toLowerCase()]
  if (found === undefined) throw new Wrong('must be true or false')
  return found
}

export const whole =
  (least: number, most: number): Check =>
  (text) => {
    const value = /^\s*-?\d{1,10}(\.0+)?\s*$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= least && value <= most)) throw new Wrong(`must be a whole number from ${least} to ${most}`)
    return String(value)
  }

export const decimal =
  (least: number, most: number): Check =>
  (text) => {
    const value = /^\s*-?\d{1,10}(\.\d{1,6})?\s*$/.test(text) ? Number(text) : Number.NaN
    if (!(value >= least && value <= most)) throw new Wrong(`must be a number from ${least} to ${most}`)
    return String(value)
  }

export const oneOf =
  (...words: string[]): Check =>
  (text) => {
    if (!words.includes(text)) throw new Wrong(`must be one of ${words.join(', ')}`)
    return text
  }

/** Of a model, a way to encode, a processor: there are always new ones. */
export const name: Check = (text) => {
  if (!/^[\w.-]{0,64}$/.test(text)) throw new Wrong('may hold up to 64 letters, digits, _ - and .')
  return text
}

const LOGIN = '***:***'

/** A login in it is not kept: nothing here would go by it, and it could be found. */
export const address =
  (...schemes: string[]): Check =>
  (given) => {
    const text = line(given.trim())
    if (text === '') return text
    const url = URL.canParse(text) ? new URL(text) : null
    if (url === null || !schemes.includes(url.protocol) || url.host === '')
      throw new Wrong(`must be an address that begins with ${schemes.map((scheme) => `${scheme}//`).join(' or ')}`)
    if (url.username === '' && url.password === '') return text
    Object.assign(url, { username: '', password: '' })
    return url.href.replace('//', `//${LOGIN}@`)
  }

export const host: Check = (given) => {
  const text = given.trim()
  const isAddress = /^[0-9a-fA-F:.]{2,45}$/.test(text) && URL.canParse(`http://[${text}]`)
  if (text !== '' && !/^[A-Za-z0-9._-]{1,253}$/.test(text) && !isAddress)
    throw new Wrong('must be the name or address of a host')
  return text
}

/** One or more, separated by commas. */
export const mailAddresses: Check = (given) => {
  const text = line(given.trim())
  const isOne = (part: string) => /^[^\s@,<>]+@[^\s@,<>]+$/.test(part.trim())
  if (text !== '' && !text.split(',').every(isOne)) throw new Wrong('must be a mail address')
  return text
}
