import { COMMANDS } from '../commands';
import { Dialog } from './Dialog';

export default function ShortcutsDialog() {
  return (
    <Dialog name="shortcuts" title="Keys">
      <table className="keys">
        <thead className="unseen">
          <tr>
            <th scope="col">Key</th>
            <th scope="col">What it does</th>
          </tr>
        </thead>
        <tbody>
          {COMMANDS.flatMap(({ id, key, label }) =>
            key
              ? [
                  <tr key={id}>
                    <td>
                      <kbd>{key.shown}</kbd>
                    </td>
                    <td>{label}</td>
                  </tr>,
                ]
              : [],
          )}
        </tbody>
      </table>
      <p className="setting-help">
        In a picture over steps, once Tab has reached it: the arrow keys read from probe to probe, + shows
        fewer steps, − more, 0 all. With a mouse, drag along the steps and double-click to go back; with two
        fingers, pinch.
      </p>
      <p className="setting-help">Keys do nothing while you type in a field or a dialog is open.</p>
    </Dialog>
  );
}
