let isShut = false;

/** From now on nothing is read from the browser's storage, and nothing written: this page is a part of another one. */
export function shutStorage(): void {
  isShut = true;
}

/** What was kept under a name in this browser, as it was written; null where there is nothing, or storage is blocked. */
export function kept(key: string): unknown {
  if (isShut) return null;
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

/** Keeps a value under a name in this browser. Where storage is blocked it holds until the page is closed. */
export function keep(key: string, value: unknown): void {
  if (isShut) return;
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Said by those whose readers would miss it.
  }
}

export function forget(key: string): void {
  if (isShut) return;
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is blocked: there is nothing to remove.
  }
}
