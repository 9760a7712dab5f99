import type { DetailWanted } from '../../../metrics/types';
import { SPLITS, type Split } from '../../../recording/recording';
import type { Session } from '../../session';

export type DetailPart = keyof DetailWanted;

const NOTHING: DetailWanted = { classes: null, eigenfunctions: null };

/** Puts together what several pictures want to see of the probes, and asks for it in one piece. */
export class DetailRequests {
  private readonly ask: Session['setDetail'];
  private readonly wanted: Record<Split, DetailWanted> = { train: NOTHING, test: NOTHING };
  private readonly asked: Record<Split, string> = { train: 'null', test: 'null' };
  private isPlanned = false;

  constructor(ask: Session['setDetail']) {
    this.ask = ask;
  }

  /** What one picture wants from now on; null: nothing. */
  want<Part extends DetailPart>(split: Split, part: Part, value: DetailWanted[Part]): void {
    this.wanted[split] = { ...this.wanted[split], [part]: value };
    if (this.isPlanned) return;
    this.isPlanned = true;
    // A picture that changes its mind first takes its wish back: the two are one request.
    queueMicrotask(() => this.send());
  }

  private send(): void {
    this.isPlanned = false;
    for (const split of SPLITS) {
      const { classes, eigenfunctions } = this.wanted[split];
      const request = classes || eigenfunctions ? this.wanted[split] : null;
      const text = JSON.stringify(request);
      if (text === this.asked[split]) continue;
      this.asked[split] = text;
      this.ask(split, request);
    }
  }
}

const known = new WeakMap<Session, DetailRequests>();

/** The requests of a page's session. */
export function requestsOf(session: Session): DetailRequests {
  const requests =
    known.get(session) ?? new DetailRequests((split, wanted) => session.setDetail(split, wanted));
  known.set(session, requests);
  return requests;
}
