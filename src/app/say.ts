import type { Session } from './session';

/** Milliseconds for which a short confirmation stays. */
const SAID = 2_500;

/** Shows a short confirmation for a while. */
export function say(session: Session, said: string): void {
  session.store.setState({ said });
  setTimeout(() => {
    if (session.store.getState().said === said) session.store.setState({ said: '' });
  }, SAID);
}
