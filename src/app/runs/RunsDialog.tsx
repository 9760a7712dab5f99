import { Dialog } from '../components/Dialog';

export default function RunsDialog() {
  return (
    <Dialog name="runs" title="Runs" className="runs">
      <p />
    </Dialog>
  );
}
