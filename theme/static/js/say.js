// What has just happened, said to those who cannot see it.

export function say(words) {
  document.querySelector('.story > [role="status"]').textContent = words;
}
