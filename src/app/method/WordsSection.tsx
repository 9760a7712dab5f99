import '../styles/words.css';
import { WORD_GROUPS } from '../glossary/terms';
import { WordsList } from '../glossary/WordsList';

/** Every word and symbol of the page, each with an address of its own: "#word-dlr". */
export function WordsSection() {
  return (
    <section className="chapter" id="words" aria-labelledby="words-title">
      <h2 id="words-title">Words</h2>
      {WORD_GROUPS.map(({ title, terms }) => (
        <div className="card entry" key={title}>
          <h3>{title}</h3>
          <WordsList terms={terms} methodPage="" anchored />
        </div>
      ))}
    </section>
  );
}
