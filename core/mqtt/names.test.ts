// Names of devices at the hub: whose ids would be alike there must not be called alike.
import { expect, test } from 'bun:test'
import { uniqueNames } from './names.ts'

const behind = (...names: string[]) =>
  uniqueNames(
    names.map((name, i) => ({ name, distinctions: [`NVR ${i + 1}`] })),
    [],
  )

const alike: [string, string][] = [
  ['Garage', 'GARAGE'],
  ['Cam 01', 'CAM-01'],
  ['Tür', 'Tur'],
  ['Straße', 'Strasse'],
  ['Kjøkken', 'Kjokken'],
  ['Bahçe ışık', 'Bahce isik'],
  ['Łódź', 'Lodz'],
  ['Двор', 'Dvor'],
  ['Кухня', 'Kukhnia'],
  ['Ναός', 'Naos'],
  ['前门', 'Qian Men'],
  ['前门', '钱门'],
  ['Ｇａｒａｇｅ', 'Garage'],
  ['Bob’s', 'Bobs'],
  ["Bob's", 'Bob s'],
  ['1,000', '1000'],
  ['Gate ½', 'Gate 1 2'],
  ['Cam №5', 'Cam No5'],
  ['Gate 🚗', 'Gate'],
  ['???', '🚗'],
]

test.each(alike)('%p and %p are one id to the hub, so both get the recorder’s name behind', (one, other) => {
  expect(behind(one, other)).toEqual([`${one} (NVR 1)`, `${other} (NVR 2)`])
})

test('names that the hub keeps apart stay as they are', () => {
  const names = ['Cam 1', 'Cam 2', 'Cam1', 'Двор', 'Кухня', '前门', '后门', 'Straße', 'Strase', '玄関', 'الباب']
  expect(behind(...names)).toEqual(names)
})
