/** One word or symbol of the page, with what it means. */
export interface Entry {
  /** Part of its address on the method page: "#word-dlr". */
  id: string;
  /** As it is written on the page; "D_LR" and "S_init" are set as symbols. */
  word: string;
  /** What it means, in one to three sentences; symbols as in `word`. */
  text: string;
  /** Id of the section of the method page that has its formula. */
  method?: string;
}
