// The print dialog; without scripts the browser's own menu prints the page.
const button = document.querySelector('[data-print]');
button.classList.remove('script-only');
button.addEventListener('click', () => window.print());
