import { plainAddress } from '../plain-address';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as the value of an HTML attribute. */
const attribute = (text: string) => text.replace(/[&<>"]/g, letter => ENTITIES[letter]!);

/** Pixels of an embedded page before it has told its height: a claim, figures and two rows of pictures. */
const FIRST_HEIGHT = 900;

/**
 * HTML that shows an experiment inside another page, to be looked at only.
 * @param link the address of the page with the experiment
 * @param claim what it is about
 */
export function embedSnippet(link: string, claim: string): string {
  const address = plainAddress(link, { embed: '1' });
  const title = attribute(`Richscope: ${claim}`);
  return `<iframe src="${attribute(address)}" title="${title}" width="100%" height="${FIRST_HEIGHT}" style="border: 0" loading="lazy"></iframe>`;
}
