/** Loaded before a measured program: answers what the process has used so far. */
process.on('message', (message: unknown) => {
  if (typeof message !== 'object' || message === null || !('kind' in message) || message.kind !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicros: user + system, rss: process.memoryUsage.rss() });
});
process.channel?.unref();
