import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { Prose } from '../components/Prose';

/** Sets TeX as MathML; null until KaTeX has been fetched. */
type Typeset = ((tex: string, display: boolean) => string) | null;

const TypesetContext = createContext<Typeset>(null);

/** Fetches KaTeX and sets the formulas inside. MathML needs neither fonts nor inline styles, so any policy allows it. */
export function Typesetter({ children }: { children: ReactNode }) {
  const [typeset, setTypeset] = useState<Typeset>(null);
  useEffect(() => {
    void import('katex').then(({ default: { renderToString } }) => {
      const set = (tex: string, display: boolean) =>
        renderToString(tex, { output: 'mathml', displayMode: display });
      setTypeset(() => set);
    });
  }, []);
  return <TypesetContext value={typeset}>{children}</TypesetContext>;
}

/** One formula; its source until KaTeX is there. */
export function Formula({ tex, display = false }: { tex: string; display?: boolean }) {
  const typeset = useContext(TypesetContext);
  if (!typeset) return <code className={display ? 'tex display' : 'tex'}>{tex}</code>;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: KaTeX's markup of formulas that are written in this repository.
  return <span dangerouslySetInnerHTML={{ __html: typeset(tex, display) }} />;
}

/** Text with formulas between dollar signs, and D_LR as a symbol outside of them. */
export function Text({ text }: { text: string }) {
  return text.split('$').map((piece, i) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order.
    i % 2 ? <Formula key={i} tex={piece} /> : <Prose key={i} text={piece} />,
  );
}
