// What a browser calls itself, in words: “Firefox on Windows”.

/** The more special first: most browsers also claim to be another one. */
const PROGRAMS: [RegExp, string][] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(HeadlessChrome|Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

/** Null where nothing is said. Of another program it is the name before the version: `curl`. */
export function programOf(agent: string | null): { program: string; system: string | null } | null {
  if (!agent) return null
  const system = SYSTEMS.find(([pattern]) => pattern.test(agent))?.[1] ?? null
  const program = PROGRAMS.find(([pattern]) => pattern.test(agent))?.[1]
  if (program) return { program, system }
  const name = agent.split(/[/ ]/)[0]?.slice(0, 40)
  return name ? { program: name, system } : null
}
