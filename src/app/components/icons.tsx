import type { ReactNode } from 'react';

const drawings = {
  play: <path d="M7 4.5v15l12.5-7.5z" fill="currentColor" />,
  pause: <path d="M6.5 5h4v14h-4zM13.5 5h4v14h-4z" fill="currentColor" />,
  step: (
    <>
      <path d="M5 6v12l8.5-6z" fill="currentColor" />
      <path d="M17.5 5.5v13" />
    </>
  ),
  step10: (
    <>
      <path d="M3 6.5v11l7-5.5zM10.5 6.5v11l7-5.5z" fill="currentColor" />
      <path d="M20.5 5.5v13" />
    </>
  ),
  reset: <path d="M5 5v5h5M5.6 10a7.2 7.2 0 1 1-.6 4.6" />,
  'new-seed': (
    <>
      <rect x="4" y="4" width="16" height="16" rx="3.5" />
      <g fill="currentColor" stroke="none">
        <circle cx="8.5" cy="8.5" r="1.5" />
        <circle cx="15.5" cy="8.5" r="1.5" />
        <circle cx="12" cy="12" r="1.5" />
        <circle cx="8.5" cy="15.5" r="1.5" />
        <circle cx="15.5" cy="15.5" r="1.5" />
      </g>
    </>
  ),
  theme: (
    <>
      <circle cx="12" cy="12" r="7.5" />
      <path d="M12 4.5a7.5 7.5 0 0 1 0 15z" fill="currentColor" stroke="none" />
    </>
  ),
  menu: (
    <g fill="currentColor" stroke="none">
      <circle cx="5.5" cy="12" r="1.7" />
      <circle cx="12" cy="12" r="1.7" />
      <circle cx="18.5" cy="12" r="1.7" />
    </g>
  ),
  table: <path d="M4 5.5h16v13H4zM4 10h16M4 14.2h16M10 10v8.5" />,
  previous: <path d="M15 5l-7 7 7 7" />,
  next: <path d="M9 5l7 7-7 7" />,
  laser: (
    <>
      <circle cx="15" cy="9" r="4" fill="currentColor" stroke="none" />
      <path d="M4 20l4.5-4.5" />
    </>
  ),
  close: <path d="M6 6l12 12M18 6L6 18" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof drawings;

/** The frame of a small drawing in the colour of the text; its meaning is in the button's label. */
export function IconFrame({ size = 18, children }: { size?: number; children: ReactNode }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** A small drawing by its name. */
export function Icon({ name, size }: { name: IconName; size?: number }) {
  return <IconFrame {...(size !== undefined && { size })}>{drawings[name]}</IconFrame>;
}
