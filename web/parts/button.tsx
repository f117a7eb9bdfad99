// Buttons: one warm one a view, quiet ones beside it, and round ones that are only an icon.
import type { ComponentChildren, JSX } from 'preact'
import { t } from '../texts/t.ts'

type Native = Omit<JSX.IntrinsicElements['button'], 'class' | 'icon'>

export interface ButtonProps extends Native {
  look?: 'primary' | 'plain' | 'danger' | 'quiet'
  icon?: ComponentChildren
  pending?: boolean
}

export function Button({ look = 'plain', icon, pending = false, children, ...rest }: ButtonProps) {
  // While it works it says so, and a name of its own would hide that from those who hear it.
  const name = pending ? undefined : rest['aria-label']
  const state = { disabled: rest.disabled || pending, 'aria-busy': pending, 'aria-label': name }
  return (
    <button type="button" {...rest} class={`button ${look}`} {...state}>
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
