import '../styles/sweep.css';
import { useAppState } from '../context';
import { SweepBar } from './SweepBar';
import { SweepDialog } from './SweepDialog';

/** The dialog of the sweep, or while it is closed and a sweep is under way, a bar that leads back to it. */
export default function Sweeps() {
  const isOpen = useAppState(state => state.dialog === 'sweep');
  return isOpen ? <SweepDialog /> : <SweepBar />;
}
