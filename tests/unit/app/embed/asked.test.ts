import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { POLICY } from '../../../../scripts/policy.mjs';
import { readEmbed } from '../../../../src/app/embed/asked';
import { embedSnippet } from '../../../../src/app/export/embed-snippet';

const at = (search: string) => readEmbed(new URL(`https://host.org/app/${search}`));
const origin = (text: string) => at(`?embed=1&origin=${encodeURIComponent(text)}`);

test('a page is embedded only where the address says so', () => {
  expect(at('')).toBeNull();
  expect(at('?embed=0')).toBeNull();
  expect(at('?embed')).toBeNull();
  expect(at('?embed=1')).toEqual({ controls: false, origin: null, complaint: null });
  expect(at('?embed=1&controls=1')).toMatchObject({ controls: true });
});

test.each([
  'https://example.org',
  'https://example.org:8443',
  'http://localhost:5173',
  'http://127.0.0.1:80801'.slice(0, 21),
])('%s is an origin', text => {
  expect(origin(text)).toEqual({ controls: false, origin: text, complaint: null });
});

test('a slash behind an origin does no harm', () => {
  expect(origin('https://example.org/')?.origin).toBe('https://example.org');
});

test.each([
  '*',
  'null',
  '',
  'example.org',
  'http://example.org',
  'https://example.org/page',
  'https://user:secret@example.org',
  'https://example.org?x',
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///',
  'blob:https://example.org/1',
  '<script>alert(1)</script>',
  'https://*.example.org/x',
])('%s is no origin, and a sentence says so', text => {
  const asked = origin(text)!;
  expect(asked.origin).toBeNull();
  expect(asked.complaint).toMatch(
    /is not an origin such as https:\/\/example\.org, so no messages are followed\.$/,
  );
});

test('the snippet is an iframe on the experiment, and no claim can leave its attribute', () => {
  const snippet = embedSnippet('https://host.org/app/?device=cpu#e=3.abc', 'A "claim" <script>&');
  expect(snippet).toContain('src="https://host.org/app/?embed=1#e=3.abc"');
  expect(snippet).toContain('title="Richscope: A &quot;claim&quot; &lt;script&gt;&amp;"');
  expect(snippet.match(/</g)).toHaveLength(2);
  expect(embedSnippet('https://host.org/?recording=%2Fx.json&lesson=grokking#e=3.a', 'x')).toContain(
    'src="https://host.org/?embed=1&amp;recording=%2Fx.json#e=3.a"',
  );
});

test('the README states the content security policy that the tests hold', () => {
  const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
  const stated = /^Content-Security-Policy: ([^`]+)^```$/m.exec(readme)?.[1];
  expect(stated?.replace(/\s+/g, ' ').trim()).toBe(POLICY);
});
