// Sizes and lengths as seed 004 writes them beside the numbers.

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']

export function bytesText(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log(bytes) / Math.log(1024)))
  return `${(bytes / 1024 ** step).toFixed(step ? 2 : 0)} ${UNITS[step]}`
}

/** `1h 2m 3s` */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds)
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'm'],
    [whole % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  return parts
    .slice(first < 0 ? 2 : first)
    .map(([count, unit]) => `${count}${unit}`)
    .join(' ')
}

/** `12d 1h 2m 3s` */
export function uptimeText(seconds: number): string {
  const days = Math.floor(seconds / 86_400)
  return `${days ? `${days}d ` : ''}${durationText(seconds % 86_400)}`
}

/** What is not known is said so. */
export const sizeText = (bytes: number | null): string => (bytes === null ? 'unknown' : bytesText(bytes))
export const percentText = (percent: number | null): string => (percent === null ? 'unknown' : `${percent.toFixed(1)}%`)
