// Which presses are for the page, whatever keyboard they come from.
import { expect, test } from 'bun:test'
import { isCommand } from './keys.ts'

const CTRL = { ctrlKey: true }
const ALT = { altKey: true }
const ALT_GR = { ctrlKey: true, altKey: true }
const META = { metaKey: true }

const press = (key: string, held: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}) => ({
  ...{ key, ctrlKey: false, altKey: false, metaKey: false },
  ...held,
})

test.each([
  ['plain', press('[')],
  ['with Option on a German, French or Spanish Mac', press('[', ALT)],
  ['with AltGr on a German, French or Spanish PC', press(']', ALT_GR)],
  ['of a letter', press('n')],
  ['of an arrow', press('ArrowLeft')],
] as const)('a press %s is for the page', (_, event) => {
  expect(isCommand(event)).toBe(false)
})

test.each([
  ['a letter with Alt, which opens a menu', press('f', ALT)],
  ['a letter with AltGr, which writes another one', press('e', ALT_GR)],
  ['a letter with an accent and Option', press('é', ALT)],
  ['a digit with Alt, which changes the tab', press('2', ALT)],
  ['an arrow with Alt, which goes back', press('ArrowLeft', ALT)],
  ['Space with Alt, which opens the menu of the window', press(' ', ALT)],
  ['a letter with Ctrl', press('l', CTRL)],
  ['a sign with Ctrl, which makes the page larger', press('+', CTRL)],
  ['a sign with Command, which goes back', press('[', META)],
  ['a sign with Option and Command', press('[', { ...META, ...ALT })],
] as const)('%s is not for the page', (_, event) => {
  expect(isCommand(event)).toBe(true)
})
