// Walls of the pretend appliance.
import type { WallOut } from '../wire.ts'

/** Null: asked for something else. */
export function createMockWalls() {
  let walls: WallOut[] = []
  let last = 0
  return (method: string, path: string, body: Record<string, unknown>): Response | null => {
    if (!path.startsWith('/api/walls')) return null
    const id = Number(path.split('/')[3])
    const at = new Date().toISOString()
    const taken = walls.some((wall) => wall.id !== id && wall.name === body.name)
    if (taken) return Response.json({ detail: `You have a wall “${body.name}” already.` }, { status: 409 })
    switch (method) {
      case 'GET':
        return Response.json({ success: true, data: walls })
      case 'POST': {
        const made = { columns: null, ...body, id: ++last, uuid: crypto.randomUUID(), created_at: at, updated_at: at }
        walls = [...walls, made as WallOut]
        return Response.json({ success: true, data: made }, { status: 201 })
      }
      case 'PUT':
        walls = walls.map((wall) => (wall.id === id ? { ...wall, ...body, updated_at: at } : wall))
        return Response.json({ success: true, data: walls.find((wall) => wall.id === id) })
      default:
        walls = walls.filter((wall) => wall.id !== id)
        return Response.json({ success: true, message: 'Wall removed' })
    }
  }
}
