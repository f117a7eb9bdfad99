// Runs before anything is drawn, so that a theme other than the system's does not flash up at every load.
import { keptTheme, putTheme } from './theme-kept.ts'

putTheme(keptTheme())
