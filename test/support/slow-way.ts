/** A way to a server that takes a little longer: what is sent to it arrives so many ms later, in order. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface SlowWay {
  readonly port: number;
  close(): Promise<void>;
}

export async function slowWay(to: { readonly host: string; readonly port: number }, ms: number): Promise<SlowWay> {
  const open = new Set<Socket>();
  const door = createServer((near) => {
    const far = connect(to.port, to.host);
    for (const socket of [near, far]) {
      open.add(socket.setNoDelay(true));
      socket.once('close', () => open.delete(socket));
    }
    near.on('data', (data) => void setTimeout(() => far.write(data), ms));
    far.on('data', (data) => near.write(data));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.once('end', () => void setTimeout(() => other.end(), ms + 1));
      one.once('error', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  return {
    port: (door.address() as AddressInfo).port,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of open) socket.destroy();
        door.close(() => resolve());
      }),
  };
}
