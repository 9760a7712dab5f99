import '../styles/words.css';
import { flushSync } from 'react-dom';
import { createRoot, type Root } from 'react-dom/client';
import { placeBeside } from './place';
import { termOf } from './terms';
import { WordsList } from './WordsList';

/** Milliseconds that the mouse rests on a word before it is explained, and may be away before that ends. */
const REST = 180;
const LEAVE = 260;

const METHOD_PAGE = 'method.html';

/** Address of the method page in the theme that was chosen; empty on that page. */
function methodPage(): string {
  if (location.pathname.endsWith(METHOD_PAGE)) return '';
  const { theme } = document.documentElement.dataset;
  return `./${METHOD_PAGE}${theme ? `?theme=${theme}` : ''}`;
}

/** The one popover of the page that explains words. It stays beside its button until Escape or a press elsewhere. */
class WordsPopover {
  private readonly element = document.createElement('div');
  private readonly root: Root;
  private button: HTMLElement | null = null;
  /** It was pressed, and not only pointed at. */
  private stays = false;
  private timer = 0;
  /** The press that is under way has closed the words of the button that it is on. */
  private closedByPress = false;

  constructor() {
    const { element } = this;
    Object.assign(element, { className: 'popover words-popover', popover: 'auto' });
    element.setAttribute('role', 'dialog');
    element.setAttribute('aria-label', 'What it means');
    this.root = createRoot(element);
    element.addEventListener('pointerenter', () => clearTimeout(this.timer));
    element.addEventListener('pointerleave', () => this.leave());
    element.addEventListener('toggle', () => this.told());
    document.addEventListener(
      'pointerdown',
      ({ target }) => {
        this.closedByPress = this.isOpen && this.stays && Boolean(this.button?.contains(target as Node));
      },
      true,
    );
    document.addEventListener('scroll', ({ target }) => target !== element && this.follow(), true);
    addEventListener('resize', () => this.follow());
  }

  private get isOpen(): boolean {
    return this.element.matches(':popover-open');
  }

  /** The mouse has come to a word. */
  point(button: HTMLElement): void {
    clearTimeout(this.timer);
    button.addEventListener('pointerleave', () => this.leave(), { once: true });
    if (this.isOpen && this.button === button) return;
    this.timer = window.setTimeout(() => {
      // A menu that is open, or words that were asked for, are not closed by a mouse that passes by.
      if (document.querySelector('[popover]:popover-open') && !(this.isOpen && !this.stays)) return;
      if (button.matches(':hover')) this.show(button, false);
    }, REST);
  }

  /** A word was pressed: shown, it goes; seen by pointing only, it stays. */
  press(button: HTMLElement): void {
    clearTimeout(this.timer);
    const closes = this.closedByPress || (this.isOpen && this.button === button && this.stays);
    this.closedByPress = false;
    if (closes) this.hide();
    else this.show(button, true);
  }

  private leave(): void {
    clearTimeout(this.timer);
    if (!this.stays) this.timer = window.setTimeout(() => this.hide(), LEAVE);
  }

  private hide(): void {
    if (this.isOpen) this.element.hidePopover();
  }

  private told(): void {
    this.button?.setAttribute('aria-expanded', String(this.isOpen));
    if (!this.isOpen) this.stays = false;
  }

  private show(button: HTMLElement, stays: boolean): void {
    if (this.button !== button) this.button?.removeAttribute('aria-expanded');
    this.button = button;
    const terms = (button.dataset.terms ?? '').split(' ').flatMap(id => termOf(id) ?? []);
    const page = methodPage();
    flushSync(() =>
      this.root.render(
        <>
          <WordsList terms={terms} methodPage={page} />
          <p>
            <a href={`${page}#words`} {...(page && { target: '_blank', rel: 'noopener' })}>
              All words
              {page && <span className="unseen"> (opens in a new tab)</span>}
            </a>
          </p>
        </>,
      ),
    );
    const { element } = this;
    if (this.isOpen) element.hidePopover();
    // What lies outside a dialog cannot be pressed while it is open.
    (button.closest('dialog') ?? document.body).append(element);
    // The button comes before its words in the order of Tab, wherever the popover stands in the page.
    element.showPopover({ source: button });
    this.stays = stays;
    element.scrollTop = 0;
    this.place(button);
  }

  private place(button: HTMLElement): void {
    const { element } = this;
    const { width, height } = element.getBoundingClientRect();
    const window = { width: document.documentElement.clientWidth, height: innerHeight };
    const { left, top } = placeBeside(button.getBoundingClientRect(), { width, height }, window);
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  }

  /** What stands on the page has moved: the words stay with their button, and go with it. */
  private follow(): void {
    const { button } = this;
    if (!button || !this.isOpen) return;
    const { top, bottom } = button.getBoundingClientRect();
    if (bottom < 0 || top > innerHeight) this.hide();
    else this.place(button);
  }
}

let words: WordsPopover | null = null;

/** Shows what a button explains (`data-terms`), or hides it where a press is its second. */
export function showWords(button: HTMLElement, how: 'hover' | 'press'): void {
  words ??= new WordsPopover();
  if (how === 'press') words.press(button);
  else words.point(button);
}
