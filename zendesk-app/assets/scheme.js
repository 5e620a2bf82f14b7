// Runs before the first paint, so that a dark Zendesk never flashes white. A file of its own: no policy of a host forbids it.
if (/[?&]colorScheme=dark/.test(location.search)) {
  document.documentElement.style.colorScheme = 'dark';
  document.documentElement.style.background = '#151a1e';
}
