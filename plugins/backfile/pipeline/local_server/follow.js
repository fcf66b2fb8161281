// Loads the page again after each build, and shows over it why there is none.
"use strict";

(() => {
  const { good: mine } = document.currentScript.dataset;
  const AGAIN = 1000; // milliseconds, until a server that has gone is looked for

  const STYLE = `
    [role="alert"] {
      box-sizing: border-box;
      inset: auto 0 0;
      inline-size: 100%;
      max-inline-size: 60rem;
      max-block-size: 70vh;
      margin: 0 auto;
      padding: 0 1rem 1rem;
      overflow: auto;
      border: 0;
      border-block-start: 4px solid #b3261e;
      background: #fff;
      color: #1d1b1b;
      box-shadow: 0 0 1.5rem rgb(0 0 0 / 40%);
      font: 1rem/1.5 system-ui, sans-serif;
      text-align: start;
      overflow-wrap: anywhere;
    }
    .top {
      position: sticky;
      inset-block-start: 0;
      display: flex;
      gap: 1rem;
      align-items: center;
      justify-content: space-between;
      padding-block: 0.75rem;
      background: inherit;
    }
    h2 {
      margin: 0;
      font: inherit;
      font-weight: 700;
    }
    button {
      flex: none;
      min-block-size: 2rem;
      padding: 0.25rem 0.75rem;
      border: 1px solid;
      border-radius: 0.25rem;
      background: none;
      color: inherit;
      font: inherit;
      cursor: pointer;
    }
    :focus-visible {
      outline: 3px solid #1a66c8;
      outline-offset: -3px;
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      padding-block: 0.5rem;
      border-block-start: 1px solid #d9d4d2;
      white-space: pre-wrap;
    }
    b {
      font: 600 0.9em/1.5 ui-monospace, monospace;
    }
    p {
      margin: 0.5rem 0 0;
    }
    @media (prefers-color-scheme: dark) {
      [role="alert"] {
        border-color: #ff8a80;
        background: #1f1b1b;
        color: #f3eeee;
      }
      :focus-visible {
        outline-color: #8ab8ff;
      }
      li {
        border-color: #4a4343;
      }
    }
    @media print {
      [role="alert"] {
        display: none;
      }
    }
  `;

  /** Return a new element that holds texts and elements; texts are never read as HTML. */
  function element(name, ...children) {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  }

  /** Return a line with the file and the line that it is about, if it is about one, in bold. */
  function item(line) {
    const [, place, rest] = /^(\S[^:]*(?::\d+)?: )?(.*)$/s.exec(line);
    return element("li", ...(place ? [element("b", place), rest] : [rest]));
  }

  /** Return the panel, hidden; the styles of the page do not reach into it. */
  function makePanel() {
    const host = element("backfile-faults");
    const shadow = host.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [style];
    const box = element("div");
    box.role = "alert";
    box.tabIndex = 0; // it may have to be scrolled
    box.popover = "manual"; // over all else, and what is below it can still be used
    shadow.append(box);
    document.body.before(host);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
    return box;
  }

  let panel = null;

  function hide() {
    if (panel?.matches(":popover-open")) panel.hidePopover();
  }

  function show(said) {
    panel ??= makePanel();
    const close = element("button", "Close (Esc)");
    close.type = "button";
    close.addEventListener("click", hide);
    const top = element("div", element("h2", "The site could not be built"), close);
    top.className = "top";
    panel.replaceChildren(
      top,
      element("ul", ...said.map(item)),
      element("p", "This page is from the last build. It is loaded again when this is corrected."),
    );
    panel.showPopover();
  }

  function follow() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/_serve/builds`);
    socket.addEventListener("message", ({ data }) => {
      const { good, said } = JSON.parse(data);
      if (good !== mine) location.reload();
      else if (said.length) show(said);
      else hide();
    });
    socket.addEventListener("close", () => setTimeout(follow, AGAIN));
  }

  follow();
})();
