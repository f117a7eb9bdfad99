// The lamp: our mark.

export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <circle class="mark-glow" cx="16" cy="18" r="12" />
      <path class="mark-line" d="M16 4v4 M9 13 16 8l7 5 M10 27h12" />
      <path class="mark-lamp" d="M11 14h10l-1.4 9h-7.2z" />
    </svg>
  )
}
