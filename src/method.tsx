import './app/styles/method-page.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { MethodPage } from './app/method/MethodPage';

const theme = new URL(location.href).searchParams.get('theme');
if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MethodPage />
  </StrictMode>,
);
