// Copying at one press: the link of an update, or the text that a button names.
import { say } from './say.js';

async function copy(button) {
  const text = document.getElementById(button.dataset.copies);
  const { id } = text ?? button.closest('.update');
  const { origin, pathname } = location;
  try {
    const said = text ? text.textContent.trim() : `${origin}${pathname}#${id}`;
    await navigator.clipboard.writeText(said);
    tell(button, button.dataset.done);
  } catch {
    // What may not be copied is put where the reader can take it.
    if (text) {
      getSelection().selectAllChildren(text);
    } else {
      location.hash = id;
    }
    tell(button, button.dataset.refused);
  }
}

function tell(button, words) {
  const name = (button.dataset.name ??= button.textContent);
  button.textContent = words;
  say(words);
  setTimeout(() => button.replaceChildren(name), 2500);
}

for (const button of document.querySelectorAll('.copy')) {
  button.hidden = false;
}
document.querySelector('.story').addEventListener('click', ({ target }) => {
  if (target.matches('.copy')) {
    copy(target);
  }
});
