// Indexes of files that are being watched in pieces: read once, kept for the few that are open.
import { stat } from 'node:fs/promises'
import { type Film, openFilm } from '../../media/film.ts'

/** Of an hour of video each takes a few megabytes. */
const MOST = 4

/** Opens a film, or gives the one that is open; a file that has changed since is read anew. */
export function createFilms(): (path: string) => Promise<Film> {
  const open = new Map<string, Promise<Film>>()
  return async (path) => {
    const { size, mtimeMs } = await stat(path)
    const key = `${path} ${size} ${mtimeMs}`
    const film = open.get(key) ?? openFilm(path)
    // The one that was asked for last stands last.
    open.delete(key)
    open.set(key, film)
    film.catch(() => open.delete(key))
    for (const oldest of open.keys()) if (open.size > MOST) open.delete(oldest)
    return film
  }
}
