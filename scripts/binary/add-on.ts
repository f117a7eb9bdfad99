// Lays out the folder that Home Assistant takes as a local add-on: what it has to know, and the executables.
import { cp, link, mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** Replaces `folder`; the files are the executables for both kinds of processor, of which its Dockerfile picks one. */
export async function layOutAddOn(root: string, folder: string, files: readonly string[]): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await cp(join(root, 'packaging/home-assistant/porchlight'), folder, { recursive: true })
  await cp(join(root, 'CHANGELOG.md'), join(folder, 'CHANGELOG.md'))
  // A second name, not a second copy: they are large.
  for (const file of files) await link(file, join(folder, basename(file)))
}
