/** Where the server listens, or in one sentence why it cannot. */
import type { FastifyInstance } from 'fastify';

/** HOST or PORT name nothing that can be listened at. */
export class ListenRefused extends Error {
  override name = 'ListenRefused';
}

const WHY: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another process listens there: set another PORT, or stop that one',
  EACCES: 'this user may not listen there: set a PORT above 1023',
  EADDRNOTAVAIL: 'this machine has no such address: set HOST to one of its own, or to 0.0.0.0 for all',
  EAI_AGAIN: 'nobody says what address that is: set HOST to an address of this machine',
  ENOTFOUND: 'there is no such name: set HOST to an address of this machine',
};

/** The address. @throws ListenRefused */
export async function listen(
  server: Pick<FastifyInstance, 'listen'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? WHY[String(error.code)] : undefined;
    if (why === undefined) throw error;
    throw new ListenRefused(`HOST ${host}, PORT ${String(port)}: ${why}`, { cause: error });
  }
}
