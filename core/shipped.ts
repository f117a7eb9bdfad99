// Where the files lie that are shipped beside the code: migrations, pages, style sheets.
import { join } from 'node:path'

/**
 * The folder that stands for the project's own: the project itself, or, when all code was put into one file, the folder of that
 * file. A single executable has one, too, inside itself (`/$bunfs/root`).
 */
const ROOT = import.meta.path.endsWith(join('core', 'shipped.ts')) ? join(import.meta.dir, '..') : import.meta.dir

/** `path` is the one in the project. It can be read; nothing may be written there. */
export const shipped = (path: string): string => join(ROOT, path)
