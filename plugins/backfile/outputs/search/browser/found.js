// On arrival from the search: the words of its answer are marked, until Escape. The page stays as
// it is, for the marks are the browser's own (CSS Custom Highlight).
const NOT_TEXT = 'aside, button, dialog, nav, script, style, template, [hidden], .tools, .unseen';
const NAME = 'found'; // of the marks in style sheets, and of what the address says
// For any theme; its own rule comes before one in a layer. Forced colours leave the line.
const STYLE =
  '@layer found { ::highlight(found) { background: var(--marked, Mark);' +
  ' color: var(--ink, MarkText); text-decoration: underline 2px; } }';

/** The text nodes of an element, apart where a block begins or ends. */
function stretchesOf(element) {
  const stretches = [[]];
  const go = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      stretches.at(-1).push(node);
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches(NOT_TEXT)) {
      const apart = node.matches('br') || !getComputedStyle(node).display.startsWith('inline');
      if (apart) {
        stretches.push([]);
      }
      node.childNodes.forEach(go);
      if (apart) {
        stretches.push([]);
      }
    }
  };
  go(element);
  return stretches.filter((nodes) => nodes.length);
}

/** The places of the marks in a stretch of text nodes. */
function rangesIn(nodes, marksIn) {
  let length = 0;
  const starts = nodes.map(({ data }) => (length += data.length) - data.length);
  const place = (at, ends) => {
    const n = starts.findLastIndex((start) => (ends ? start < at : start <= at));
    return [nodes[n], at - starts[n]];
  };
  return marksIn(nodes.map(({ data }) => data).join('')).map(({ start, end }) => {
    const [startContainer, startOffset] = place(start, false);
    const [endContainer, endOffset] = place(end, true);
    // Which stays where the updates are turned around.
    return new StaticRange({ startContainer, startOffset, endContainer, endOffset });
  });
}

function mark() {
  const said = new URLSearchParams(location.search).get(NAME);
  const story = document.querySelector('article') ?? document.body;
  if (said && globalThis.Highlight) {
    const marksIn = marker(wantedFrom(said));
    const ranges = stretchesOf(story).flatMap((nodes) => rangesIn(nodes, marksIn));
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    document.adoptedStyleSheets.push(style);
    CSS.highlights.set(NAME, new Highlight(...ranges));
  }
}

addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && CSS.highlights?.delete(NAME)) {
    const address = new URL(location.href);
    address.searchParams.delete(NAME);
    history.replaceState(history.state, '', address);
  }
});
mark();
