// A page that comes when it is opened; where it cannot be had, the page that says so stands in its place.
import type { ComponentType } from 'preact'
import { lazy as lazyOrNever } from 'preact-iso'
import { UnloadedPage } from './unloaded-page.tsx'

/** As preact-iso's, which would show nothing for ever. */
export const lazy = <Props>(load: () => Promise<ComponentType<Props>>) =>
  lazyOrNever<ComponentType<Props>>(() => load().catch(() => UnloadedPage))
