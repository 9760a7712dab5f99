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
  change: 'Changed',
};

/** What the reader can do about it, beside the sentence. */
const REMEDIES: Partial<Record<Notice['where'], CommandId[]>> = {
  data: ['undo', 'open-files', 'settings'],
  run: ['reset', 'settings'],
  change: ['undo'],
};

const SHORT: Partial<Record<CommandId, string>> = {
  'open-files': 'Open files',
  settings: 'Settings',
  reset: 'Reset',
  undo: 'Undo',
};

function NoticeBar({ where, message }: Notice) {
  const { session } = useApp();
  return (
    <li className="notice" data-where={where}>
      <p className="notice-text">
        <strong>{TITLES[where]}.</strong> {message}
      </p>
      <span className="notice-actions">
        {REMEDIES[where]?.map(command => (
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

/** Faults stay at the top until they are dismissed; what a change did is said at the bottom, over nothing. */
export function Notices() {
  const notices = useAppState(state => state.notices);
  const faults = notices.filter(({ where }) => where !== 'change');
  const change = notices.find(({ where }) => where === 'change');
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
      <div role="status">{change && <ul className="toast">{<NoticeBar {...change} />}</ul>}</div>
    </>
  );
}
