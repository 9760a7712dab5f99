import type { ReactNode } from 'react';
import { useAppState } from '../context';

interface MethodLinkProps {
  /** Id of a section of the method page; absent for its beginning. */
  section?: string;
  className?: string;
  children: ReactNode;
}

/** A link to the method page, which opens beside this one so that a run goes on. */
export function MethodLink({ section, className, children }: MethodLinkProps) {
  const theme = useAppState(state => state.view.theme);
  const search = theme === 'system' ? '' : `?theme=${theme}`;
  return (
    <a
      className={className ?? 'method-link'}
      href={`./method.html${search}${section ? `#${section}` : ''}`}
      target="_blank"
      rel="noopener"
    >
      {children}
      <span className="unseen"> (opens in a new tab)</span>
    </a>
  );
}
