// Runs in the head before the page is painted: the stored theme and width of the navigation. Not a module, because
// modules run too late and the page would flash.
(() => {
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const stored = name => {
    try {
      return localStorage.getItem(name);
    } catch {
      // storage can be forbidden; the defaults hold
      return null;
    }
  };
  const apply = () => {
    const theme = stored('enlist.theme');
    root.dataset.bsTheme = theme === 'light' || theme === 'dark' ? theme : dark.matches ? 'dark' : 'light';
    root.dataset.navigation = stored('enlist.navigation') === 'icons' ? 'icons' : 'wide';
  };
  apply();
  dark.addEventListener('change', apply);
  addEventListener('storage', apply);
  addEventListener('enlist:preferences', apply);
})();
