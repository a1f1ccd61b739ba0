import type { OrderRow } from './order-row';

/** An order, and the ids of what it has passed in the picture. */
export interface MarkedOrder {
  readonly row: OrderRow;
  readonly ids: readonly string[];
}

/** One file that needs nothing else: the picture, and the orders beside it; a click on one shows its way. */
export function diagramPage(svg: string, orders: readonly MarkedOrder[]): string {
  const entries = orders.map(
    ({ row, ids }) => `
      <li><button type="button" data-ids="${ids.join(' ')}" aria-pressed="false">
        <span class="order">${escaped(row.order)}</span>
        <span class="${row.outcome === 'delivered' ? 'good' : 'bad'}">${escaped(row.error ?? 'delivered')}</span>
        <span class="about">${escaped(row.about)}</span>
      </button></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The order saga</title>
<style>${STYLE}</style>
</head>
<body>
<main>
  <h1>The order saga</h1>
  <figure>
${svg}
    <figcaption>
      <span class="key step">step</span>
      <span class="key caught">runs after an error</span>
      <span class="key again">runs after a second error</span>
      <span class="key end">the execution fails</span>
      <span><svg width="44" height="10"><path d="M0 5h36"/></svg> goes on</span>
      <span><svg width="44" height="10"><path d="M0 5h36" stroke-dasharray="5 3"/></svg> after an error; unnamed, after any</span>
    </figcaption>
  </figure>
</main>
<nav aria-label="Orders">
  <h2>Show the way of an order</h2>
  <ol>${entries.join('')}
  </ol>
</nav>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);
}

const STYLE = `
  :root { font-family: Helvetica, Arial, 'Liberation Sans', sans-serif; color: #1f2933; background: #f6f7f9; }
  body { margin: 0; display: grid; grid-template-columns: minmax(0, 1fr) 20rem; min-height: 100vh; }
  main { padding: 1.5rem 2rem; }
  h1 { font-size: 1.3rem; margin: 0 0 1rem; }
  h2 { font-size: 0.95rem; margin: 0 0 0.75rem; }
  figure { margin: 0; padding: 1.5rem; background: #fff; border: 1px solid #dde2e8; border-radius: 10px; }
  figure > svg { display: block; width: 100%; height: auto; max-height: 80vh; }
  figure > svg text { font-family: inherit; }
  figure .edge text { paint-order: stroke; stroke: #fff; stroke-width: 5px; stroke-linejoin: round; }
  figure g { transition: opacity 0.2s; }
  figure.shows .node, figure.shows .edge { opacity: 0.16; }
  figure.shows .node.on, figure.shows .edge.on { opacity: 1; }
  figure.shows .edge.on path { stroke-width: 3; }
  figure.shows .node.on path { stroke-width: 2.5; }
  figcaption { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; margin-top: 1.25rem; font-size: 0.85rem; color: #52606d; }
  figcaption path { stroke: #5b6673; stroke-width: 2; fill: none; }
  .key::before { content: ''; display: inline-block; width: 1em; height: 1em; margin-right: 0.4em; vertical-align: -0.15em;
    border: 1.5px solid; border-radius: 4px; }
  .step::before { background: #e7f0fa; border-color: #2a6db0; }
  .caught::before { background: #fdf0d5; border-color: #b9770e; }
  .again::before { background: #efeaf6; border-color: #7a5ca6; }
  .end::before { background: #fbe4e4; border-color: #bb3434; }
  nav { padding: 1.5rem 1rem; background: #fff; border-left: 1px solid #dde2e8; }
  ol { list-style: none; margin: 0; padding: 0; }
  button { all: unset; box-sizing: border-box; width: 100%; display: grid; grid-template-columns: auto 1fr; gap: 0.1rem 0.6rem;
    padding: 0.45rem 0.6rem; border-radius: 6px; cursor: pointer; font-size: 0.9rem; }
  button:hover { background: #eef2f6; }
  button:focus-visible { outline: 2px solid #2a6db0; }
  button[aria-pressed='true'] { background: #e1ebf6; }
  .order { font-weight: bold; }
  .good { color: #1f7040; }
  .bad { color: #a52b2b; }
  .about { grid-column: 1 / -1; font-size: 0.8rem; color: #52606d; }
  @media (max-width: 60rem) { body { display: block; } nav { border: 0; } }
`;

const SCRIPT = `
  const figure = document.querySelector('figure');
  const buttons = [...document.querySelectorAll('nav button')];
  const show = (chosen) => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button === chosen));
    for (const marked of figure.querySelectorAll('.on')) marked.classList.remove('on');
    figure.classList.toggle('shows', chosen !== undefined);
    for (const id of chosen?.dataset.ids.split(' ') ?? []) document.getElementById(id)?.classList.add('on');
  };
  for (const button of buttons) {
    button.addEventListener('click', () => show(button.getAttribute('aria-pressed') === 'true' ? undefined : button));
  }
`;
