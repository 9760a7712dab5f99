import { ChapterSection } from './EntrySection';
import { Text, Typesetter } from './Formula';
import { INPUTS } from './inputs';
import { ReferenceSection } from './ReferenceSection';
import { RICHNESS } from './richness';
import { COLLAPSE, RIVALS } from './rivals';
import { useAddress } from './useAddress';
import { WordsSection } from './WordsSection';

const CHAPTERS = [RICHNESS, RIVALS, COLLAPSE, INPUTS];

function Contents() {
  return (
    <nav aria-label="On this page">
      <ul>
        {CHAPTERS.map(({ id, title, entries }) => (
          <li key={id}>
            <a href={`#${id}`}>
              <Text text={title} />
            </a>
            <ul>
              {entries.map(entry => (
                <li key={entry.id}>
                  <a href={`#${entry.id}`}>
                    <Text text={entry.title} />
                  </a>
                </li>
              ))}
            </ul>
          </li>
        ))}
        <li>
          <a href="#words">Words</a>
        </li>
        <li>
          <a href="#cases">Reference cases</a>
        </li>
      </ul>
    </nav>
  );
}

/** How every measure is defined, where it comes from, what we chose, and whether this machine computes it right. */
export function MethodPage() {
  useAddress();
  return (
    <Typesetter>
      <header className="header">
        <p className="wordmark">
          <a href="./">Richscope</a>
        </p>
      </header>
      <main className="method">
        <div className="method-lead">
          <h1>How it is measured</h1>
          <p>
            <Text text="Every measure of the page with its formula, its source, what we chose where the source leaves a choice, and what is known to fool it. D_LR is due to Nam et al.," />{' '}
            <a href="https://arxiv.org/abs/2410.04264">arXiv 2410.04264</a>. At the end, your own machine
            computes the <a href="#cases">reference cases</a>.
          </p>
        </div>
        <Contents />
        <div className="chapters">
          {CHAPTERS.map(chapter => (
            <ChapterSection key={chapter.id} chapter={chapter} />
          ))}
          <WordsSection />
          <ReferenceSection />
        </div>
      </main>
    </Typesetter>
  );
}
