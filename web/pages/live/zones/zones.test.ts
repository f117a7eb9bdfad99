// Zones while they are drawn.
import { expect, test } from 'bun:test'
import { addCorner, moveCorner, moveZone, newZone, removeCorner, stepOf } from './zones.ts'

const nameOf = (number: number) => `Zone ${number}`
const zone = newZone([], nameOf)

test('a new zone has a name, an id and a colour that no other has', () => {
  const second = newZone([zone], nameOf)
  expect([zone.id, zone.name, second.id, second.name]).toEqual(['zone-1', 'Zone 1', 'zone-2', 'Zone 2'])
  expect(second.color).not.toBe(zone.color)
  expect(newZone([second], nameOf).id).toBe('zone-3')
})

test('corners move within the picture, come between two others, and go until three are left', () => {
  expect(moveCorner(zone, 0, { x: -1, y: 0.12345 }).polygon[0]).toEqual({ x: 0, y: 0.123 })
  const five = addCorner(zone, 3)
  expect(five.polygon).toHaveLength(5)
  expect(five.polygon[4]).toEqual({ x: 0.3, y: 0.5 })
  expect(removeCorner(five, 4)).toEqual(zone)
  const three = removeCorner(zone, 0)
  expect(removeCorner(three, 0)).toBe(three)
  let many = zone
  for (let count = 0; count < 40; count++) many = addCorner(many, 0)
  expect(many.polygon).toHaveLength(32)
})

test('a zone is moved as far as the picture goes, and keeps its shape', () => {
  const moved = moveZone(zone, { x: 5, y: -0.1 })
  expect(moved.polygon).toEqual([
    { x: 0.6, y: 0.2 },
    { x: 1, y: 0.2 },
    { x: 1, y: 0.6 },
    { x: 0.6, y: 0.6 },
  ])
})

test('arrow keys move a little, with Shift further', () => {
  expect(stepOf('ArrowLeft', false)).toEqual({ x: -0.01, y: 0 })
  expect(stepOf('ArrowDown', true)).toEqual({ x: 0, y: 0.05 })
  expect(stepOf('Enter', false)).toBeNull()
})
