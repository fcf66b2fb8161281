// The tools of each update: its link, to copy, and the story as it stood then.
import { entries } from './updates.js';

for (const { section, rank } of entries) {
  const tools = document.getElementById('tools').content.cloneNode(true);
  const heading = section.querySelector('h2');
  heading.id = `${section.id}-name`;
  const [then, copy] = tools.firstElementChild.children;
  then.href = `?as-of=${section.id}#${section.id}`;
  for (const tool of [then, copy]) {
    tool.setAttribute('aria-describedby', heading.id);
  }
  if (!rank) {
    then.remove();
  }
  heading.after(tools);
}
