// Picture settings: what a camera has, and that only what changes is sent.
import { expect, test } from 'bun:test'
import { changesOf, fieldsOf, namesOf, patchOf, valueWords } from './image.ts'

const image = { brightness: 50, contrast: 40, saturation: null, sharpness: null, ir_cut: 'auto' as const }

test('only what the camera tells is shown', () => {
  expect(fieldsOf(image)).toEqual(['brightness', 'contrast', 'ir_cut'])
  expect([valueWords(50), valueWords('off')]).toEqual(['50 of 100', 'Out, for the night'])
})

test('only what changes is sent', () => {
  const changes = changesOf(image, { ...image, brightness: 60, ir_cut: 'on' })
  expect(patchOf(changes)).toEqual({ brightness: 60, ir_cut: 'on' })
  expect(changesOf(image, { ...image })).toEqual([])
})

test('what a camera ignored is named', () => {
  expect(namesOf(['ir_cut', 'sharpness'])).toBe('Infrared filter, Sharpness')
})
