import { useEffect, useState } from 'react';
import { type CommandId, commandOf } from '../commands';
import { useApp, useAppState } from '../context';
import { dismissNotices, type Notice } from '../store';
import { CommandButton } from './CommandButton';
import { Icon } from './icons';

const TITLES: Record<Notice['where'], string> = {
  link: 'The address',
  data: 'The pictures',
  device: 'The device',
  run: 'The run',
  file: 'The file',
  recording: 'The recording',
  keep: 'Kept runs',
  version: 'Richscope',
  change: 'Changed',
};

/** What the reader can do about it, beside the sentence. */
const REMEDIES: Partial<Record<Notice['where'], CommandId[]>> = {
  data: ['undo', 'open-files', 'settings'],
  run: ['reset', 'settings'],
  recording: ['fetch-linked'],
  keep: ['runs'],
  version: ['update'],
  change: ['undo'],
};

const SHORT: Partial<Record<CommandId, string>> = {
  'open-files': 'Open files',
  settings: 'Settings',
  reset: 'Reset',
  update: 'Use it now',
  undo: 'Undo',
  'fetch-linked': 'Show it',
  runs: 'Runs',
};

function NoticeBar({ where, message }: Notice) {
  const { session } = useApp();
  const isAside = useAppState(state => state.stage !== 'page');
  const remedies = (REMEDIES[where] ?? []).filter(command => !(isAside && commandOf(command).pageOnly));
  return (
    <li className="notice" data-where={where}>
      <p className="notice-text">
        <strong>{TITLES[where]}.</strong> {message}
      </p>
      <span className="notice-actions">
        {remedies.map(command => (
          <CommandButton key={command} command={command} className="pill">
            {SHORT[command] ?? commandOf(command).label}
          </CommandButton>
        ))}
        <button
          type="button"
          className="pill square"
          aria-label="Dismiss"
          onClick={() => dismissNotices(session.store, where)}
        >
          <Icon name="close" size={16} />
        </button>
      </span>
    </li>
  );
}

/** Milliseconds for which it is said what a change did, counted from when nobody points at it. */
const CHANGE_SAID = 8_000;

/** What a change did, with undo. It leaves by itself, but not from under the pointer or the focus. */
function ChangeToast(notice: Notice) {
  const { session } = useApp();
  const [held, setHeld] = useState({ hovered: false, focused: false });
  const isHeld = held.hovered || held.focused;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another change is said for its own while.
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => dismissNotices(session.store, 'change'), CHANGE_SAID);
    return () => clearTimeout(timer);
  }, [isHeld, notice.message, session]);
  return (
    <ul
      className="toast"
      onPointerEnter={() => setHeld(now => ({ ...now, hovered: true }))}
      onPointerLeave={() => setHeld(now => ({ ...now, hovered: false }))}
      onFocus={() => setHeld(now => ({ ...now, focused: true }))}
      onBlur={() => setHeld(now => ({ ...now, focused: false }))}
    >
      <NoticeBar {...notice} />
    </ul>
  );
}

/** Short confirmations and what a change did; the settings sheet, which would lie over it, says it itself. */
function Toasts() {
  const change = useAppState(state => state.notices.find(({ where }) => where === 'change'));
  const sheet = useAppState(state => state.dialog === 'settings');
  const said = useAppState(state => state.said);
  return (
    <div role="status">
      {said ? <p className="toast said">{said}</p> : change && !sheet && <ChangeToast {...change} />}
    </div>
  );
}

/** Faults stay at the top until they are dismissed; what a change did is said over nothing that is read. */
export function Notices() {
  const notices = useAppState(state => state.notices);
  const faults = notices.filter(({ where }) => where !== 'change');
  return (
    <>
      <div role="alert">
        {faults.length > 0 && (
          <ul className="notices">
            {faults.map(notice => (
              <NoticeBar key={notice.id} {...notice} />
            ))}
          </ul>
        )}
      </div>
      <Toasts />
    </>
  );
}
