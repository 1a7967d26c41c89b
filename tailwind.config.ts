import type { Config } from 'tailwindcss'

/** Colours are roles, defined once in `src/app/theme.css` for both themes; nothing in the app names a colour by its hue. */
const role = (name: string) => `var(--${name})`

export default {
  content: ['./index.html', './src/**/*.{ts,tsx}'],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      surface: role('surface'),
      raised: role('raised'),
      sunken: role('sunken'),
      line: role('line'),
      edge: role('edge'),
      hover: role('hover'),
      scrim: role('scrim'),
      text: role('text'),
      muted: role('muted'),
      accent: { DEFAULT: role('accent'), strong: role('accent-strong'), soft: role('accent-soft'), on: role('accent-on') },
      changed: { DEFAULT: role('changed'), soft: role('changed-soft') },
      onchain: { DEFAULT: role('onchain'), strong: role('onchain-strong'), soft: role('onchain-soft'), on: role('onchain-on') },
      verified: { DEFAULT: role('verified'), soft: role('verified-soft') },
      caution: { DEFAULT: role('caution'), soft: role('caution-soft') },
      stop: { DEFAULT: role('stop'), strong: role('stop-strong'), soft: role('stop-soft'), on: role('stop-on') },
    },
    fontSize: {
      12: ['0.75rem', '1rem'],
      13: ['0.8125rem', '1.25rem'],
      14: ['0.875rem', '1.25rem'],
      16: ['1rem', '1.5rem'],
      20: ['1.25rem', '1.75rem'],
      28: ['1.75rem', '2.25rem'],
    },
    fontFamily: {
      sans: ['var(--sans)'],
      mono: ['ui-monospace', 'SFMono-Regular', 'Menlo', 'Consolas', '"Liberation Mono"', '"DejaVu Sans Mono"', 'monospace'],
    },
    borderRadius: { none: '0', sm: '4px', md: '6px', DEFAULT: '8px', lg: '12px', full: '9999px' },
  },
} satisfies Config
