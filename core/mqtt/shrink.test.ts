// Pictures as cameras make them, in the size that a hub and a broker take.
import { expect, test } from 'bun:test'
import { NO_PICTURE } from '../domain/no-picture.ts'
import { picture } from '../testing/picture.ts'
import { fit } from './shrink.ts'

const sizeOf = async (jpeg: Uint8Array) => {
  const { width, height, format } = await new Bun.Image(jpeg).metadata()
  return { width, height, format }
}

test('a picture as a camera makes it becomes 640 wide', async () => {
  const large = await picture(1920, 1080)
  const small = (await fit(large, null))!
  expect(await sizeOf(small)).toEqual({ width: 640, height: 360, format: 'jpeg' })
  expect(small.length).toBeLessThan(100_000)
  const tall = (await fit(await picture(720, 1440), null))!
  expect(await sizeOf(tall)).toMatchObject({ width: 640, height: 1280 })
})

test('one that is small already stays as it is', async () => {
  const small = await picture(640, 360)
  expect(await fit(small, null)).toBe(small)
  expect(await fit(NO_PICTURE, null)).toBe(NO_PICTURE)
})

test('a broker that takes little gets a smaller one still, one that takes next to nothing gets none', async () => {
  const large = await picture(1920, 1080)
  for (const room of [25_000, 12_000, 6000]) {
    const small = (await fit(large, room))!
    expect(small.length).toBeLessThanOrEqual(room)
    expect(await sizeOf(small)).toMatchObject({ format: 'jpeg' })
  }
  expect(await fit(large, 500)).toBeNull()
})

test('what we cannot read goes out as it is, where there is room', async () => {
  const odd = new TextEncoder().encode('no picture')
  expect(await fit(odd, null)).toBe(odd)
  expect(await fit(odd, 5)).toBeNull()
  expect(await fit(new Uint8Array(2_000_000), null)).toBeNull()
})
