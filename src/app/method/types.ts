/** One measure, or one matter, of the method page. Texts may hold formulas between dollar signs. */
export interface Entry {
  /** Part of the address: "#dlr". */
  id: string;
  title: string;
  text: readonly string[];
  /** Formulas that stand by themselves, in TeX. */
  formulas?: readonly string[];
  /** Where it comes from. */
  source?: string;
  /** What the source leaves open, and how we decided. */
  choices?: readonly string[];
  fooledBy?: string;
  undefinedWhen?: string;
}

/** Entries under a common heading. */
export interface Chapter {
  id: string;
  title: string;
  entries: readonly Entry[];
}

export const PAPER = 'Nam et al., arXiv 2410.04264';
