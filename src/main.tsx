import './app/styles/page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { keepAddress, readAddress } from './app/address';
import { createApi } from './app/api';
import { runCommand } from './app/commands';
import { AppContext } from './app/context';

import { shutStorage } from './app/kept';

import { keptView } from './app/kept-view';

import { listenForKeys } from './app/keys';
import { createServices } from './app/services';
import { Session } from './app/session';
import { startRuns } from './app/start';
import { addNotice, createAppStore } from './app/store';
import { keepTheme, shownTheme } from './app/theme';
import { PRESETS } from './experiment/presets';
import { Recording } from './recording/recording';
import { RunClient } from './workers/client';

const asked = readAddress(new URL(location.href));
if (asked.embed) shutStorage();
const experiment = asked.link?.experiment ?? PRESETS[0]!.experiment;
const view = asked.link?.view ?? keptView();
const store = createAppStore(experiment, view, new Recording(experiment, ''));
if (asked.embed) store.setState({ stage: 'embed', readOnly: !asked.embed.controls });
else if (asked.sweep !== null) store.setState({ dialog: 'sweep', askedSweep: asked.sweep });
if (asked.recording !== null) store.setState({ linked: asked.recording });
if (asked.complaints.length) addNotice(store, 'link', asked.complaints.join(' '));

const session = new Session({
  store,
  createClient: onEvent => new RunClient({ device: asked.device, onEvent }),
  nextFrame: callback => requestAnimationFrame(callback),
});
const services = createServices(session, () => shownTheme(store.getState().view.theme) === 'dark');

keepTheme(store);
keepAddress(session);
void import('./app/keep-machine').then(({ keepMachine }) => keepMachine(session));
listenForKeys(({ id }) => runCommand(id, session, services));
const { embed, lesson } = asked;
const ready = embed
  ? import('./app/embed/start').then(({ startEmbed }) => startEmbed(session, services, embed))
  : startRuns(session);
window.richscope = createApi(session, services, ready);

if (embed)
  void import('./app/embed/start').then(({ talkToEmbedder }) => talkToEmbedder(window.richscope, embed));
else void ready.then(async () => (await import('./app/offline')).keepOffline(store));
if (lesson && !embed)
  void ready.then(async () =>
    (await import('./app/lessons/walk')).openLesson(session, services, lesson.id, lesson.step),
  );

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <AppContext value={{ session, services }}>
      <App />
    </AppContext>
  </StrictMode>,
);
