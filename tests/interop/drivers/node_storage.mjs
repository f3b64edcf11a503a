// mtcute's storage over the SQLite that Node.js brings: the one it has by default needs a compiled module.

import { DatabaseSync } from "node:sqlite";

import { load } from "./link.mjs";

const { BaseSqliteStorage, BaseSqliteStorageDriver } = load("@mtcute/core");

class Database {
  #file;

  constructor(path) {
    this.#file = new DatabaseSync(path);
  }

  prepare(sql) {
    return this.#file.prepare(sql);
  }

  exec(sql) {
    this.#file.exec(sql);
  }

  close() {
    this.#file.close();
  }

  transaction(work) {
    return (...args) => {
      this.exec("begin");
      try {
        const result = work(...args);
        this.exec("commit");
        return result;
      } catch (error) {
        this.exec("rollback");
        throw error;
      }
    };
  }
}

class Driver extends BaseSqliteStorageDriver {
  constructor(path) {
    super();
    this.path = path;
  }

  _createDatabase() {
    return new Database(this.path);
  }
}

export const storage = (path) => new BaseSqliteStorage(new Driver(path));
