/** What could not be answered because something outside did not answer; worth trying again. */
export class Unavailable extends Error {
  override name = 'Unavailable';

  /** What whoever asked may read of it. */
  get told(): string {
    return this.message;
  }
}
