import fc from 'fast-check';
import { expect, test } from 'vitest';
import { escapeHtml, html, trusted } from './escape.ts';

test('escapes text in content and in attributes', () => {
  const text = `<script>alert('1') & "2"</script>`;
  expect(html`<p title="${text}">${text}</p>`.text).toBe(
    '<p title="&lt;script&gt;alert(&#39;1&#39;) &amp; &quot;2&quot;&lt;/script&gt;">&lt;script&gt;alert(&#39;1&#39;) &amp; &quot;2&quot;&lt;/script&gt;</p>',
  );
});

test('keeps markup, joins lists, prints numbers, drops undefined and false', () => {
  expect(
    html`${html`<b>${'<'}</b>`}|${['a', html`<i>b</i>`, ['&']]}|${0}|${undefined}${false}`.text,
  ).toBe('<b>&lt;</b>|a<i>b</i>&amp;|0|');
  expect(html`${trusted('<hr>')}`.text).toBe('<hr>');
});

test('replaces control characters and lone surrogates, keeps line breaks and other scripts', () => {
  expect(escapeHtml('a\u0000b\u0085c\ud800d')).toBe('a\uFFFDb\uFFFDc\uFFFDd');
  expect(escapeHtml('图像\n\t😀 é')).toBe('图像\n\t😀 é');
});

test('lets no text open a tag, close an attribute or start an entity', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});
