// Buttons: one warm one a view, quiet ones beside it, and round ones that are only an icon.
import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { t } from '../texts/t.ts'

type Native = Omit<JSX.IntrinsicElements['button'], 'class' | 'icon'>

export interface ButtonProps extends Native {
  look?: 'primary' | 'plain' | 'danger' | 'quiet'
  icon?: ComponentChildren
  pending?: boolean
}

export function Button({ look = 'plain', icon, pending = false, children, disabled, onClick, ...rest }: ButtonProps) {
  const [holdsFocus, setHoldsFocus] = useState(false)
  const isOff = Boolean(disabled) || pending
  return (
    <button
      type="button"
      {...rest}
      class={`button ${look}`}
      // Whoever has pressed it stays where he is: a browser takes the focus from what is disabled.
      disabled={isOff && !holdsFocus}
      aria-disabled={isOff}
      aria-busy={pending}
      // While it works it says so, and a name of its own would hide that from those who hear it.
      aria-label={pending ? undefined : rest['aria-label']}
      onFocus={() => setHoldsFocus(true)}
      onBlur={() => setHoldsFocus(false)}
      onClick={(event) => {
        if (isOff) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {icon}
      <span>{pending ? t('do.working') : children}</span>
    </button>
  )
}

export interface IconButtonProps extends Native {
  label: string
  look?: 'quiet' | 'picture'
}

export function IconButton({ label, look = 'quiet', children, ...rest }: IconButtonProps) {
  return (
    <button type="button" {...rest} class={`icon-button ${look}`} aria-label={label} title={label}>
      {children}
    </button>
  )
}
