import { Connection } from "./connection.ts";

const MAX_IDLE = 8;

/** Open connections that no stream uses, kept because opening one costs the event loop near a millisecond. */
export class ConnectionPool {
  readonly #file: string;
  readonly #idle: Connection[] = [];
  #closed = false;

  /** Opens a first connection at once, so that an unusable file is known at start. Throws then. */
  constructor(file: string) {
    this.#file = file;
    this.#idle.push(new Connection(file));
  }

  take(): Connection {
    return this.#idle.pop() ?? new Connection(this.#file);
  }

  /** Takes a connection back and rolls back what its stream left open. */
  give(connection: Connection): void {
    try {
      connection.reset();
      if (!this.#closed && this.#idle.length < MAX_IDLE) this.#idle.push(connection);
      else connection.close();
    } catch {
      // A connection that cannot be set back is of no more use to anyone.
      connection.close();
    }
  }

  /** Closes what is idle, and leaves the file whole in itself. What is still in use closes when it is given back. */
  close(): void {
    this.#closed = true;
    try {
      this.#idle[0]?.checkpoint();
    } catch {
      // Nothing is lost: the log stays beside the file, and the next start reads it.
    }
    for (const connection of this.#idle.splice(0)) connection.close();
  }
}
