import { describe, expect, it } from 'vitest';
import { decodeLink, LinkError } from '../../../src/experiment/link';
import { LINKS } from '../../e2e/hostile';

/** What a link comes to: "opened", "no link", or why it was refused. */
function outcome(hash: string): string {
  try {
    return decodeLink(hash) ? 'opened' : 'no link';
  } catch (error) {
    expect(error).toBeInstanceOf(LinkError);
    return (error as LinkError).message;
  }
}

describe('a hostile link', () => {
  it.each(Object.entries(LINKS))('%s', (what, hash) => {
    const said = outcome(hash);
    if (what.startsWith('a label:')) expect(said).toBe('opened');
    else expect(said).toMatch(what === 'markup in place of a link' ? /^no link$/ : /^The link .*\.$/s);
    expect('hacked' in {}).toBe(false);
  });
});
