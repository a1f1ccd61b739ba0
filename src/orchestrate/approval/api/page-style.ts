import type { Accent } from './accent';

/**
 * The style of the page, on one line: the policy of the page names it by its hash, so that it must come to the browser as it
 * stands here. It has no `#` and no `$`, which would mean something to the template around it.
 */
export function pageStyle({ color, onColor }: Accent): string {
  return [
    ':root{color-scheme:light dark;--ground:rgb(243 244 246);--card:white;--ink:rgb(24 28 34);--soft:rgb(85 93 105);',
    `--line:rgb(124 132 144);--accent:${color};--on-accent:${onColor}}`,
    '@media (prefers-color-scheme:dark){:root{--ground:rgb(17 20 24);--card:rgb(29 33 39);--ink:rgb(233 236 240);',
    '--soft:rgb(168 176 188);--line:rgb(125 133 146)}}',
    '*{box-sizing:border-box}',
    'body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.5 system-ui,sans-serif}',
    'header,main{max-width:40rem;margin:0 auto;padding:1rem 1.25rem}',
    'header{display:flex;gap:.75rem;align-items:center;min-height:1rem;font-weight:600}',
    'header img{max-height:2.5rem;max-width:12rem}',
    'main{background:var(--card);border-top:.375rem solid var(--accent);border-radius:.375rem;padding:1.5rem 1.25rem 2rem}',
    'h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem;overflow-wrap:anywhere}',
    'p{margin:0 0 1rem}.eyebrow,dt,.hint{color:var(--soft)}.eyebrow{margin:0 0 .25rem}',
    '.details{white-space:pre-wrap;overflow-wrap:anywhere;margin:0 0 1.25rem}',
    // A text in another direction turns itself, and nothing around it.
    'h1,strong,dd,.details{unicode-bidi:plaintext}',
    'dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 1.5rem}',
    'dd{margin:0;overflow-wrap:anywhere}',
    'label{display:block;font-weight:600;margin:0 0 .375rem}',
    'textarea,select{width:100%;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);',
    'border-radius:.375rem;padding:.625rem;min-height:2.75rem}textarea{min-height:6rem;resize:vertical}',
    '.actions{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0 0}',
    'button{flex:1 1 9rem;font:inherit;font-weight:600;min-height:3rem;padding:.5rem 1rem;border-radius:.375rem;cursor:pointer;',
    'border:2px solid var(--line);background:var(--card);color:var(--ink)}',
    'button.main{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}',
    'fieldset{border:0;border-top:1px solid var(--line);margin:1.75rem 0 0;padding:1.25rem 0 0}',
    'a{color:inherit}a:focus-visible,button:focus-visible,select:focus-visible,textarea:focus-visible',
    '{outline:.1875rem solid var(--ink);outline-offset:.125rem}',
    '@media (min-width:45rem){header{padding:1rem 2rem 0}main{margin:1rem auto 3rem;padding:2rem}}',
    '@media print{form{display:none}body{background:white;color:black}}',
  ].join('');
}
