// The JavaScript driver's end of the link to a test; link.py beside this file has the protocol and the records.
//
//     node gramjs_driver.mjs CONFIGURATION        with the test's socket as stdin
//
// Calls come in and answers go out over the one socket; what a library prints goes to stdout and stderr, a log.

import { createRequire } from "node:module";
import { Socket } from "node:net";
import { createInterface } from "node:readline";

export const configuration = JSON.parse(process.argv[2]);

// Loads from the library's own environment, not from where this file lies.
export const load = createRequire(`${configuration.environment}/`);

export class Refused extends Error {
  constructor(name, text) {
    super(text);
    this.name = name;
  }
}

export const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

export class Link {
  #socket = new Socket({ fd: 0 });

  emit(event, fields) {
    this.#write({ event, ...fields });
  }

  async serve(driver) {
    for await (const line of createInterface({ input: this.#socket })) this.#answer(driver, JSON.parse(line));
    process.exit(0); // the test has closed the link: no farewells to the server
  }

  async #answer(driver, { id, call, args }) {
    try {
      this.#write({ id, ok: (await driver[`do_${call}`](args)) ?? null });
    } catch (error) {
      const refused = error instanceof Refused ? error : driver.refusal(error);
      if (refused) this.#write({ id, error: refused.name, text: refused.message });
      else this.#write({ id, error: "", text: error.stack ?? String(error) });
    }
  }

  #write(record) {
    this.#socket.write(JSON.stringify(record) + "\n");
  }
}

// What a library hands to its error handler or lets escape: complaints.py finds it in the log.
export const unhandled = (error) => console.error("unhandled:", error);

process.on("unhandledRejection", unhandled);
